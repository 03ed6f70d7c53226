import type { Reply } from '../scenarios/scenario.js'
import type { Draw } from './draw.js'
import { BODY } from './requests.js'

type Headers = readonly (readonly [name: string, value: string])[]

const METHODS = ['PUT, DELETE, PATCH', 'PUT, DELETE, PATCH', '*', '*', 'PUT', 'patch', 'GET', 'PATCH,,PUT', ' PUT ', ''] as const // prettier-ignore
const NAMES = ['x-a, x-b, x-c, authorization, content-type, accept, range', '*', '*', '*, authorization', 'X-A', 'x-a', 'content-type', 'X-A,,Content-Type', ''] as const // prettier-ignore
const FLAWED = ['PUT;DELETE', 'x-a, x b', '"PUT"', 'PUT DELETE', '**', 'x-a, @', 'PUT\u00a0'] as const
/** None that means a few seconds: on a busy machine those end between two steps. */
const MAX_AGES = ['600', '600', '600', '0', '-1', '+700', '', 'abc', '5000s', '6e2', '600, 700', ' 600 ', '99999999999999999999'] as const // prettier-ignore
const OK_STATUSES = [204, 204, 204, 200, 200, 299] as const
const BAD_STATUSES = [300, 302, 307, 304, 400, 401, 404, 500, 503] as const
const STATUSES = [200, 200, 200, 200, 201, 204, 205, 206, 299, 300, 304, 400, 401, 404, 407, 418, 500, 599] as const // prettier-ignore
const REDIRECTS = [301, 302, 303, 307, 307, 308, 308] as const
const CREDENTIALS = ['true', 'true', 'true', 'true', 'True', 'false', ' true ', 'true, true', ''] as const
const EXPOSED = ['*', 'x-r', 'x-r, x-s', 'X-R,set-cookie', 'a b', '"x-r"', 'x-r,,x-s', 'x-*', '*, accept'] as const // prettier-ignore
const RESOURCE_POLICIES = ['same-origin', 'same-site', 'cross-origin', 'none', 'Same-Origin'] as const
const COOKIES = ['a=1', 'a=1; SameSite=None; Secure', 'a=1; SameSite=Strict', 'a=1; SameSite=Lax', 'a=1; SameSite=None', 'a=1; Secure', 'a=1; HttpOnly', 'a=1; Max-Age=0'] as const // prettier-ignore
const REFERRER_POLICIES = ['no-referrer', 'origin', 'unsafe-url', 'same-origin', 'bogus'] as const
/** Beside whole URLs. */
const LOCATIONS = ['1', './2?a', '%zz', '#f', '?q', '', '//', 'http://', 'http://[::1'] as const // prettier-ignore
const USER_INFO = ['user:pw', 'user', ':pw', ''] as const

/** The page's origin, as a server writes it, and who else might be named. */
function randomAllowOrigin(draw: Draw, origin: string): Headers {
  if (draw.chance(0.08)) return []
  const odd = [`${origin}/`, `${origin}, ${origin}`, '**', '', 'Null', ` ${origin} `, `${origin} {B}`]
  const value = draw.chance(0.06)
    ? draw.pick(odd)
    : draw.pick([origin, origin, origin, '*', '*', 'null', '{B}'])
  return [['Access-Control-Allow-Origin', value]]
}

function randomSharing(draw: Draw, origin: string): Headers {
  return [
    ...randomAllowOrigin(draw, origin),
    ...(draw.chance(0.04) ? randomAllowOrigin(draw, origin) : []),
    ...draw.maybe(0.5, () => ['Access-Control-Allow-Credentials', draw.pick(CREDENTIALS)] as const),
  ]
}

export function randomPreflightReply(draw: Draw, origin: string): Reply {
  const list = (values: readonly string[]): string => draw.pick(draw.chance(0.05) ? FLAWED : values)
  return {
    status: draw.pick(draw.chance(0.08) ? BAD_STATUSES : OK_STATUSES),
    headers: [
      ...randomSharing(draw, origin),
      ...draw.maybe(0.9, () => ['Access-Control-Allow-Methods', list(METHODS)] as const),
      ...draw.maybe(0.9, () => ['Access-Control-Allow-Headers', list(NAMES)] as const),
      ...draw.maybe(0.05, () => ['Access-Control-Allow-Headers', list(NAMES)] as const),
      ...draw.maybe(0.6, () => ['Access-Control-Max-Age', draw.pick(MAX_AGES)] as const),
      ...draw.maybe(0.02, () => ['Location', '{B/9}'] as const),
      ...draw.maybe(0.03, () => ['Set-Cookie', draw.pick(COOKIES)] as const),
    ],
  }
}

export function randomFinalReply(draw: Draw, origin: string): Reply {
  return {
    status: draw.pick(STATUSES),
    headers: [
      ...randomSharing(draw, origin),
      ['X-R', '1'],
      ...draw.maybe(0.3, () => ['X-S', draw.pick(['2', '', '\u00e9'])] as const),
      ...draw.maybe(0.3, () => ['Content-Type', draw.pick(['text/plain', 'text/html', 'application/json'])] as const), // prettier-ignore
      ...draw.maybe(0.2, () => ['Set-Cookie', draw.pick(COOKIES)] as const),
      ...draw.maybe(0.5, () => ['Access-Control-Expose-Headers', draw.pick(EXPOSED)] as const),
      ...randomPolicies(draw),
    ],
    body: BODY,
    ...(draw.chance(0.03) ? { noLength: true } : {}),
  }
}

export function randomImageReply(draw: Draw, origin: string): Reply {
  const { status, headers } = randomFinalReply(draw, origin)
  const type = draw.pick(['image/png', 'image/png', 'text/plain', ''])
  const others = (headers ?? []).filter(([name]) => name !== 'Content-Type')
  // Firefox shows no part of an image.
  const chosen = draw.chance(0.5) || status === 206 ? 200 : status
  return { headers: [...others, ['Content-Type', type]], image: true, ...(chosen && { status: chosen }) }
}

export function randomRedirect(draw: Draw, origin: string, to: string, mayBeOdd: boolean): Reply {
  const userInfo = draw.chance(0.03) ? `${draw.pick(USER_INFO)}@` : ''
  return {
    status: draw.pick(REDIRECTS),
    headers: [
      ...randomSharing(draw, origin),
      ['Location', mayBeOdd && draw.chance(0.03) ? draw.pick(LOCATIONS) : `{${userInfo}${to}}`],
      ...draw.maybe(0.1, () => ['Referrer-Policy', draw.pick(REFERRER_POLICIES)] as const),
      ...randomPolicies(draw),
    ],
  }
}

function randomPolicies(draw: Draw): Headers {
  return draw.maybe(0.12, () => ['Cross-Origin-Resource-Policy', draw.pick(RESOURCE_POLICIES)] as const)
}
