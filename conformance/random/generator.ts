import type { OriginName, PageName } from '../scenarios/pages.js'
import type { Init, Reply, Route, Scenario, Step } from '../scenarios/scenario.js'

/** A number from 0 up to 1, the same ones for the same seed (mulberry32). */
export type Random = () => number

export function createRandom(seed: number): Random {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Headers = NonNullable<Reply['headers']>

const PAGES: readonly PageName[] = ['A', 'A', 'A', 'L', 'app', 'SA', 'sandbox', 'data']
const TARGETS: readonly OriginName[] = ['A', 'B', 'B', 'B', 'C', 'L', 'app', 'www']
const SECURE_TARGETS: readonly OriginName[] = ['SA', 'SB', 'SB', 'SC', 'SC']
const METHODS = [
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'patch',
  'PATCH',
  'OPTIONS',
] as const
const HEADERS: Headers = [
  ['X-A', '1'],
  ['X-B', '2'],
  ['Authorization', 'Bearer x'],
  ['Content-Type', 'text/plain'],
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain;charset=utf-8'],
  ['Accept', 'text/html'],
  ['Accept', 'a"b'],
  ['Accept-Language', 'de'],
  ['Accept-Language', 'd_e'],
  ['Range', 'bytes=0-9'],
  ['Range', 'bytes=-9'],
  ['If-None-Match', '"e"'],
  ['DPR', '2'],
  ['X-HTTP-Method-Override', 'PUT'],
  ['Cookie', 'no'],
]
const ALLOWED_METHODS = [
  'PUT, DELETE, PATCH',
  '*',
  'PUT',
  'patch',
  '',
  'PUT;DELETE',
  'GET',
  'PATCH,,PUT',
] as const
const ALLOWED_HEADERS = ['x-a, x-b, authorization, content-type, accept, range', '*', 'X-A', '', 'x-a, x b', '*, authorization'] as const // prettier-ignore
/** None that means a few seconds: on a busy machine those end between two steps. */
const MAX_AGES = ['0', '-1', '600', '600', '600', '+700'] as const
const STATUSES = [200, 200, 200, 200, 201, 204, 404, 500] as const
const REDIRECTS = [301, 302, 303, 307, 308] as const
const EXPOSED = [null, null, '*', 'x-r', 'x-r, x-s', 'a b', 'X-R,set-cookie'] as const
const POLICIES = [
  null,
  null,
  null,
  'no-referrer',
  'origin',
  'unsafe-url',
  'same-origin',
  'strict-origin',
] as const

export function randomScenario(random: Random, name: string): Scenario {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const chance = (probability: number): boolean => random() < probability
  const page = pick(PAGES)
  const origin = page === 'sandbox' || page === 'data' ? 'null' : `{${page}}`

  const allowOrigin = (): Headers => {
    const value = pick([origin, origin, origin, '*', '*', 'null', '{B}', null])
    return value === null ? [] : [['Access-Control-Allow-Origin', value]]
  }
  const sharing = (): Headers => [
    ...allowOrigin(),
    ...(chance(0.05) ? allowOrigin() : []),
    ...(chance(0.5)
      ? [['Access-Control-Allow-Credentials', pick(['true', 'true', 'true', 'True'])] as const]
      : []),
  ]
  const preflight = (): Reply => {
    return {
      status: pick([204, 204, 204, 200, 200, 404, 302]),
      headers: [
        ...sharing(),
        ['Access-Control-Allow-Methods', pick(ALLOWED_METHODS)],
        ['Access-Control-Allow-Headers', pick(ALLOWED_HEADERS)],
        ['Access-Control-Max-Age', pick(MAX_AGES)],
      ],
    }
  }
  const final = (): Reply => {
    const exposed = pick(EXPOSED)
    return {
      status: pick(STATUSES),
      headers: [
        ...sharing(),
        ['X-R', '1'],
        ...(chance(0.2)
          ? [['Set-Cookie', pick(['a=1', 'a=1; SameSite=None; Secure', 'a=1; SameSite=Strict'])] as const]
          : []),
        ...(exposed === null ? [] : [['Access-Control-Expose-Headers', exposed] as const]),
        ...(chance(0.1)
          ? [['Cross-Origin-Resource-Policy', pick(['same-origin', 'same-site', 'cross-origin'])] as const]
          : []),
      ],
      body: 'hello',
    }
  }
  const redirect = (to: string): Reply => ({
    status: pick(REDIRECTS),
    headers: [
      ...sharing(),
      ['Location', `{${to}}`],
      ...(chance(0.1) ? [['Referrer-Policy', pick(['no-referrer', 'origin', 'unsafe-url'])] as const] : []),
    ],
  })
  const init = (): Init => {
    const method = pick(METHODS)
    const withBody = /^(?:POST|PUT|patch)$/.test(method) && chance(0.6)
    const policy = pick(POLICIES)
    const headers = Array.from({ length: Math.floor(random() * 3) }, () => pick(HEADERS))
    // Two values of one name are a known difference of Firefox's.
    const single = headers.filter(([one], index) => headers.findIndex(([other]) => other === one) === index)
    const safe = /^(?:GET|HEAD|POST)$/.test(method)
    return {
      method,
      mode: chance(0.12) ? pick(safe ? ['no-cors', 'same-origin'] : ['same-origin']) : 'cors',
      ...(single.length === 0 ? {} : { headers: single }),
      ...(withBody ? { body: 'x' } : {}),
      ...(chance(0.5) ? { credentials: pick(['include', 'include', 'omit', 'same-origin'] as const) } : {}),
      ...(chance(0.1) ? { redirect: pick(['manual', 'error'] as const) } : {}),
      ...(chance(0.1) ? { cache: pick(['no-store', 'reload', 'no-cache'] as const) } : {}),
      ...(policy === null ? {} : { referrerPolicy: policy }),
    }
  }

  const hops = pick([1, 1, 1, 2, 2, 3])
  const targets = page === 'SA' ? SECURE_TARGETS : TARGETS
  const addresses = Array.from({ length: hops }, (_, index) => `${pick(targets)}/${index}`)
  const routes: Record<string, Route> = {}
  for (const [index, address] of addresses.entries()) {
    const next = addresses[index + 1]
    routes[address] = { OPTIONS: preflight(), '*': next === undefined ? final() : redirect(next) }
  }
  const first = addresses[0]!
  const steps: Step[] = [{ fetch: first, init: init() }]
  if (chance(0.4)) steps.push(chance(0.5) ? steps[0]! : { fetch: first, init: init() })
  if (chance(0.1)) steps.push({ fetch: addresses.at(-1)!, init: init() })
  return { group: 'preflight cache', name, page, routes, steps }
}
