import { createHash } from 'node:crypto'
import type { BodyRecipe, FetchStep, Init } from '../scenarios/scenario.js'
import type { Draw } from './draw.js'

/** What random servers send as the body, so that a digest can be right. */
export const BODY = 'hello'

const COMMON_METHODS = ['GET', 'GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'PUT', 'DELETE', 'HEAD', 'PATCH'] as const // prettier-ignore
const ODD_METHODS = ['get', 'head', 'post', 'put', 'patch', 'Patch', 'OPTIONS', 'options', 'PROPFIND', 'chicken', '*', "a'b", 'CONNECT', 'track', 'A B'] as const // prettier-ignore

const HEADERS: readonly (readonly [name: string, values: readonly string[]])[] = [
  ['X-A', ['1', '', '  spaced  ', '\u00e9']],
  ['X-B', ['2']],
  ['x-c', ['3']],
  ['Authorization', ['Bearer x', 'Basic YQ==']],
  ['Content-Type', ['text/plain', 'application/json', 'text/plain;charset=utf-8', 'TEXT/PLAIN', 'text/plain;"', 'text', '', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', `text/plain;${'a'.repeat(118)}`, 'text/plain;a=\u00e9']], // prettier-ignore
  ['Accept', ['text/html', 'a"b', '', '\u00e9', 'a'.repeat(128), 'a'.repeat(129)]],
  ['Accept-Language', ['de', 'd_e', 'en;q=0.5,de=1.0', '"en"']],
  ['Content-Language', ['de', '@']],
  ['Range', ['bytes=0-9', 'bytes=-9', 'bytes=5-2', 'BYTES=0-', 'bytes=99999999999999999999-']],
  ['If-None-Match', ['"e"']],
  ['Cache-Control', ['no-cache']],
  ['DPR', ['2']],
  ['Save-Data', ['on']],
  ['X-HTTP-Method-Override', ['PUT', 'TRACE', 'GET, track']],
  ['User-Agent', ['mine']],
  ['Cookie', ['no']],
  ['Sec-Foo', ['no']],
  ['Priority', ['u=1']],
  ['*', ['1']],
]

const BODIES: readonly (string | BodyRecipe)[] = [
  'x',
  'x',
  'x',
  '',
  { kind: 'form' },
  { kind: 'params' },
  { kind: 'bytes' },
  { kind: 'blob' },
  { kind: 'blob', type: 'application/json' },
  { kind: 'size', size: 20_000 },
]

const REFERRER_POLICIES = ['no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'unsafe-url'] as const // prettier-ignore

const digest = (body: string): string => `sha256-${createHash('sha256').update(body).digest('base64')}`
const INTEGRITIES = [digest(BODY), digest('something else'), `${digest('something else')} ${digest(BODY)}`] as const // prettier-ignore

/** Where a request goes. */
export interface Way {
  readonly address: string
  /** From https to http. */
  readonly mixed: boolean
}

export function randomFetch(draw: Draw, way: Way): FetchStep {
  const init = randomInit(draw)
  // WebKit leaves out the fragment of what it does not let out at all.
  const fragments = init.mode === undefined && !way.mixed ? ['#1', '#2'] : []
  const query = draw.chance(0.05) ? draw.pick(['?1', '?2', ...fragments]) : ''
  return { fetch: way.address + query, init, ...(draw.chance(0.01) ? { abortAfter: 0 } : {}) }
}

/** Not all is drawn together: docs/conformance.md has what is left to named cases. */
function randomInit(draw: Draw): Init {
  const mode = draw.chance(0.15) ? draw.pick(['no-cors', 'no-cors', 'same-origin'] as const) : 'cors'
  const method = draw.pick(draw.chance(0.1) ? ODD_METHODS : COMMON_METHODS)
  const headers = randomHeaders(draw)
  const withBody = /^(?:POST|PUT|PATCH)$/i.test(method) && draw.chance(0.6)
  const redirect = draw.chance(0.1) ? draw.pick(['manual', 'manual', 'error'] as const) : 'follow'
  return {
    method,
    ...(mode === 'cors' ? {} : { mode }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(withBody ? { body: draw.pick(BODIES) } : {}),
    ...(draw.chance(0.5) ? { credentials: draw.pick(['include', 'include', 'omit', 'same-origin']) } : {}),
    ...(redirect === 'follow' ? {} : { redirect }),
    ...(draw.chance(0.08) ? { cache: draw.pick(['no-store', 'reload', 'no-cache', 'force-cache']) } : {}),
    ...(draw.chance(0.15) ? { referrerPolicy: draw.pick(REFERRER_POLICIES) } : {}),
    ...(draw.chance(0.03) ? { referrer: draw.pick(['', 'about:client', 'A/other', 'app/other']) } : {}),
    ...(redirect === 'follow' && draw.chance(0.04) ? { integrity: draw.pick(INTEGRITIES) } : {}),
    ...(draw.chance(0.03) ? { keepalive: true } : {}),
  }
}

/** No name twice. */
function randomHeaders(draw: Draw): (readonly [name: string, value: string])[] {
  if (draw.chance(0.5)) return []
  const headers = [randomHeader(draw), ...draw.maybe(0.5, () => randomHeader(draw))]
  return headers.filter(([name], index) => headers.findIndex(([other]) => other === name) === index)
}

function randomHeader(draw: Draw): readonly [name: string, value: string] {
  const [name, values] = draw.pick(HEADERS)
  return [name, draw.chance(0.5) ? values[0]! : draw.pick(values)]
}
