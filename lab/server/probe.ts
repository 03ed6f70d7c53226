import { createUserAgent } from '@concors/user-agent'
import type { Exchange, Inspection } from '@concors/user-agent'
import type { ExplainedRequest, Observation } from '@concors/explain'
import { PROFILES } from 'concors'
import type { HeaderList, ProfileName } from 'concors'
import type { ProbeAnswer, ProbeQuestion } from '../api/messages.js'
import { publicConnector } from './addresses.js'

/** Milliseconds for all of a fetch together. */
const TIMEOUT = 10_000
/** How much of a body is shown, in bytes. */
const PREVIEW_LENGTH = 400
const LONGEST_BODY = 100_000

/** A question that cannot be asked, in words for whoever asked it. */
export class BadQuestion extends Error {}

/**
 * Sends what a browser would send, and tells what came. Bodies stay here, but for the first bytes as text.
 *
 * @param reachesPrivate whether loopback and private addresses may be asked
 * @throws BadQuestion for what is no question
 */
export async function probe(
  given: unknown,
  reachesPrivate: boolean,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const { request, profile, body, send } = checked(given)
  const browser = createUserAgent({
    profile,
    timeout: TIMEOUT,
    ...(reachesPrivate ? {} : { connect: publicConnector(TIMEOUT) }),
  })
  try {
    const opaque = request.origin === 'null'
    const page = browser.page(opaque ? 'data:text/html,' : `${request.origin}/`, { sandboxed: opaque })
    const init = {
      method: request.method,
      headers: request.headers.map(([name, value]): [string, string] => [name, value]),
      credentials: request.credentials,
      mode: request.mode,
      redirect: request.redirect ?? 'follow',
      signal,
      ...(body === null ? {} : { body }),
    } as RequestInit
    const approve = send ? () => true : isHarmless
    const inspection = await page.inspect(request.url, init, { approve, deadline: TIMEOUT })
    return { observation: observationOf(inspection, request, profile), preview: await preview(inspection) }
  } catch (error) {
    if (error instanceof TypeError)
      throw new BadQuestion(`A page could not even ask for this: ${error.message}`)
    throw error
  } finally {
    await browser.close()
  }
}

/** GET and HEAD change nothing, and neither do preflights. */
function isHarmless({ kind, method, body }: { kind: string; method: string; body: unknown }): boolean {
  return kind === 'preflight' || (/^(?:GET|HEAD|OPTIONS)$/.test(method) && body === null)
}

/** As plain data: responses and errors are not for JSON. */
function observationOf(inspection: Inspection, request: ExplainedRequest, profile: ProfileName): Observation {
  const { outcome, trace, failure, consoleMessages, withheld, response } = inspection
  const exchanges: readonly Exchange[] = inspection.exchanges
  const seen = response === null ? null : { type: response.type, status: response.status }
  return { profile, request, outcome, exchanges, trace, failure, consoleMessages, withheld, response: seen }
}

async function preview({ response }: Inspection): Promise<string | null> {
  const reader = response?.body?.getReader()
  if (reader === undefined) return null
  let text = new Uint8Array()
  try {
    while (text.length < PREVIEW_LENGTH) {
      const { done, value } = await reader.read()
      if (done) break
      text = Uint8Array.from([...text, ...value.subarray(0, PREVIEW_LENGTH - text.length)])
    }
  } catch {
    // A body that breaks off is shown as far as it came.
  }
  await reader.cancel().catch(() => {})
  return new TextDecoder().decode(text)
}

function checked(given: unknown): ProbeQuestion {
  const { request, profile, body = null, send = false } = fieldsOf(given, 'The question')
  const {
    url,
    origin,
    method,
    mode,
    credentials,
    redirect = 'follow',
    headers,
  } = fieldsOf(request, 'request')
  if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new BadQuestion(
      'request.url is no http or https URL; write it whole, like https://api.example.com/items',
    )
  }
  if (typeof origin !== 'string' || !isOrigin(origin)) {
    throw new BadQuestion('request.origin is no origin of a page, like https://app.example.com, or null')
  }
  if (typeof method !== 'string') throw new BadQuestion('request.method is no method')
  const known = oneOf('profile', profile, Object.keys(PROFILES) as ProfileName[])
  if (body !== null && typeof body !== 'string') throw new BadQuestion('body is no text')
  if (body !== null && body.length > LONGEST_BODY)
    throw new BadQuestion(`body is longer than ${LONGEST_BODY}`)
  return {
    profile: known,
    body,
    send: send === true,
    request: {
      url,
      origin,
      method,
      mode: oneOf('request.mode', mode, ['cors', 'no-cors', 'same-origin']),
      credentials: oneOf('request.credentials', credentials, ['omit', 'same-origin', 'include']),
      redirect: oneOf('request.redirect', redirect, ['follow', 'error', 'manual']),
      headers: headersOf(headers),
      ...(body === null ? {} : { bodyLength: Buffer.byteLength(body) }),
    },
  }
}

function isOrigin(text: string): boolean {
  return text === 'null' || (URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text)
}

function fieldsOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>
  }
  throw new BadQuestion(`${name} is no object`)
}

function oneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new BadQuestion(`${name} is one of ${allowed.join(', ')}`)
  return found
}

function headersOf(value: unknown): HeaderList {
  const isPair = (pair: unknown): pair is [string, string] =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string')
  if (Array.isArray(value) && value.length <= 100 && value.every(isPair)) return value
  throw new BadQuestion('request.headers is a list of at most 100 pairs of texts')
}
