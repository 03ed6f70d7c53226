import type { FetchContext } from './context.js'
import { failure } from './failure.js'
import type { Failure } from './failure.js'
import { byteLowercase, get, getAll } from './header-list.js'
import { serializeRequestOrigin } from './request.js'
import type { InnerRequest } from './request.js'
import { redirectTarget } from './response.js'
import type { InnerResponse } from './response.js'

const ALGORITHM = 'concept-cors-check'
const ALLOW_ORIGIN = 'access-control-allow-origin'
const ALLOW_CREDENTIALS = 'access-control-allow-credentials'

/**
 * Whether this response may be shared with the request's origin: null, or the condition that is violated.
 * https://fetch.spec.whatwg.org/#concept-cors-check
 *
 * @param of which response is judged; a preflight's has failure codes of its own
 */
export function corsCheck(
  request: Pick<InnerRequest, 'origin' | 'urlList' | 'credentialsMode'>,
  response: InnerResponse,
  { recorder, registrableDomain }: Pick<FetchContext, 'recorder' | 'registrableDomain'>,
  of: 'response' | 'preflight' = 'response',
): Failure | null {
  const include = request.credentialsMode === 'include'
  const supplied = serializeRequestOrigin(request, registrableDomain)
  const originFailure = checkAllowOrigin(response, supplied, include, of)
  if (originFailure === null) {
    if (recorder !== null) {
      const value = get(response.headerList, ALLOW_ORIGIN)
      const step = value === '*' && !include ? '3' : '4'
      recorder.pass(ALGORITHM, step, { 'access-control-allow-origin': value, origin: supplied })
    }
  } else {
    if (recorder === null) return originFailure
    recorder.fail(originFailure)
  }
  // 5
  if (!include) return originFailure
  const credentialsFailure = checkAllowCredentials(response, of)
  if (credentialsFailure === null) {
    recorder?.pass(ALGORITHM, '7', { 'access-control-allow-credentials': 'true' })
  } else recorder?.fail(credentialsFailure)
  return originFailure ?? credentialsFailure
}

/** Steps 1 to 4, told apart the way Chromium does. */
function checkAllowOrigin(
  response: InnerResponse,
  supplied: string,
  include: boolean,
  of: 'response' | 'preflight',
): Failure | null {
  const preflight = of === 'preflight'
  // 1
  const value = get(response.headerList, ALLOW_ORIGIN)
  // 2
  if (value === null) {
    const code = preflight ? 'preflight-missing-allow-origin-header' : 'missing-allow-origin-header'
    return failure(code, ALGORITHM, '2', {
      origin: supplied,
      status: response.status,
      ...redirectTarget(response),
    })
  }
  // 3
  if (!include && value === '*') return null
  // 4
  if (value === supplied) return null
  const values = {
    'access-control-allow-origin': value,
    origin: supplied,
    lines: getAll(response.headerList, ALLOW_ORIGIN).length,
    // Firefox counts only the lines that are written the usual way.
    written: response.headerList.map(([name]) => name).filter((name) => byteLowercase(name) === ALLOW_ORIGIN),
    status: response.status,
    ...redirectTarget(response),
  }
  if (value === '*') {
    const code = preflight ? 'preflight-wildcard-origin-not-allowed' : 'wildcard-origin-not-allowed'
    return failure(code, ALGORITHM, '3', values)
  }
  if (/[ ,]/.test(value)) {
    const code = preflight ? 'preflight-multiple-allow-origin-values' : 'multiple-allow-origin-values'
    return failure(code, ALGORITHM, '4', values)
  }
  if (value !== 'null' && !URL.canParse(value)) {
    const code = preflight ? 'preflight-invalid-allow-origin-value' : 'invalid-allow-origin-value'
    return failure(code, ALGORITHM, '4', values)
  }
  const code = preflight ? 'preflight-allow-origin-mismatch' : 'allow-origin-mismatch'
  return failure(code, ALGORITHM, '4', values)
}

/** Steps 6 to 8. */
function checkAllowCredentials(response: InnerResponse, of: 'response' | 'preflight'): Failure | null {
  // 6
  const value = get(response.headerList, ALLOW_CREDENTIALS)
  // 7
  if (value === 'true') return null
  // 8
  const code = of === 'preflight' ? 'preflight-invalid-allow-credentials' : 'invalid-allow-credentials'
  return failure(code, ALGORITHM, '8', {
    'access-control-allow-credentials': value,
    status: response.status,
    ...redirectTarget(response),
  })
}
