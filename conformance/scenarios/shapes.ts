import type { PageName } from './pages.js'
import type { Group, Init, Reply, Route, Scenario } from './scenario.js'

type Headers = NonNullable<Reply['headers']>

/** What a server that shares with the page sends, under a wildcard. */
export const STAR: Headers = [['Access-Control-Allow-Origin', '*']]

/** What the servers of a chain of redirects allow. */
export const PUT_AND_PATCH: Headers = [
  ...STAR,
  ['Access-Control-Allow-Methods', 'PUT, PATCH'],
  ['Access-Control-Allow-Headers', '*'],
]

/** What it sends to let a page use credentials. */
export const CREDENTIALED: Headers = [
  ['Access-Control-Allow-Origin', '{A}'],
  ['Access-Control-Allow-Credentials', 'true'],
]

interface Extras {
  readonly page?: PageName
  readonly init?: Init
  readonly reply?: Reply
}

/** One fetch of `B/x`, answered with these headers whatever its method. */
export function simple(group: Group, name: string, headers: Headers, extras: Extras = {}): Scenario {
  const { page, init, reply } = extras
  return {
    group,
    name,
    ...(page === undefined ? {} : { page }),
    routes: { 'B/x': { '*': { body: 'hello', ...reply, headers } } },
    steps: [init === undefined ? { fetch: 'B/x' } : { fetch: 'B/x', init }],
  }
}

/** A fetch of `B/x` that needs a preflight; the request itself is answered generously. */
export function preflighted(
  group: Group,
  name: string,
  preflight: Reply,
  init: Init,
  extras: { readonly page?: PageName; readonly reply?: Reply } = {},
): Scenario {
  const { page, reply } = extras
  const credentials = init.credentials === 'include'
  const generous: Reply = { headers: credentials ? CREDENTIALED : STAR, body: 'hello' }
  return {
    group,
    name,
    ...(page === undefined ? {} : { page }),
    routes: { 'B/x': { OPTIONS: { status: 204, ...preflight }, '*': reply ?? generous } },
    steps: [{ fetch: 'B/x', init }],
  }
}

/** Answers a preflight with everything, without credentials. */
export const ALLOW_ALL: Headers = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Methods', '*'],
  ['Access-Control-Allow-Headers', '*'],
]

/** A route that answers both preflight and request with everything. */
export const OPEN: Route = {
  OPTIONS: { status: 204, headers: ALLOW_ALL },
  '*': { headers: STAR, body: 'hello' },
}

/** Shows bytes that cannot be seen, so that a name says which value it is about. */
export function shown(value: string): string {
  return value.replaceAll(
    /[^ -~]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
}
