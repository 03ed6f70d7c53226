import type { Scenario } from './scenario.js'
import { PUT_AND_PATCH, STAR } from './shapes.js'

/** User name and password in a target, where the request is no plain one. */
const userInfo = (
  [
    ['A', 'A', { keepalive: true }],
    ['B', 'B', { keepalive: true, mode: 'no-cors' }],
    ['B', 'C', { keepalive: true }],
    ['A', 'B', { redirect: 'error' }],
    ['B', 'B', { redirect: 'error', mode: 'same-origin' }],
    ['A', 'A', { redirect: 'error' }],
    ['B', 'B', { redirect: 'error' }],
    ['A', 'app', { mode: 'same-origin' }],
  ] as const
).map(([first, last, init]): Scenario => ({
  group: 'redirects',
  name: `credentials in the target, ${first} to ${last}, ${JSON.stringify(init)}`,
  routes: {
    [`${first}/0`]: { '*': { status: 307, headers: [...STAR, ['Location', `{user:pw@${last}/1}`]] } },
    [`${last}/1`]: { '*': { headers: STAR, body: 'hello' } },
  },
  steps: [{ fetch: `${first}/0`, init }],
}))

/** The page has refused it by the time that the last answer comes. */
const userInfoThenUnshared: Scenario = {
  group: 'redirects',
  name: 'credentials in the target of a keepalive request, which then leads to what is not shared',
  routes: {
    'A/0': { '*': { status: 308, headers: [['Location', '{user:pw@A/1}']] } },
    'A/1': { '*': { status: 307, headers: [['Location', '{B/2}']] } },
    'B/2': { '*': { body: 'hello' } },
  },
  steps: [{ fetch: 'A/0', init: { keepalive: true } }],
}

/** What Cross-Origin-Resource-Policy refuses, at a URL with user name and password: how the console names it. */
const userInfoRefused = (
  [
    ['B', 'www', null],
    ['B', 'www', 'B'],
    ['A', 'B', null],
    ['A', 'www', 'B'],
  ] as const
).map(([first, then, last]): Scenario => ({
  group: 'redirects',
  name: `credentials in the target, which Cross-Origin-Resource-Policy refuses, ${[first, then, last ?? []].flat().join(' to ')}`,
  routes: {
    [`${first}/0`]: { '*': { status: 303, headers: [['Location', `{user:pw@${then}/1}`]] } },
    [`${then}/1`]: {
      '*': {
        ...(last === null ? {} : { status: 301 }),
        headers: [
          ['Cross-Origin-Resource-Policy', 'same-origin'],
          ...(last === null ? [] : ([['Location', `{${last}/2}`]] as const)),
        ],
      },
    },
    ...(last === null ? {} : { [`${last}/2`]: { '*': { body: 'hello' } } }),
  },
  steps: [{ fetch: `${first}/0`, init: { mode: 'no-cors' } }],
}))

/** A redirect that is not followed, after a preflight whose answer would have been kept. */
const notFollowed = (
  [
    ['SA', 'SC', '{api/1}'],
    ['SA', 'SC', '{user@api/1}'],
    ['A', 'B', '{user@C/1}'],
    ['A', 'B', 'javascript:1'],
    ['SA', 'SC', 'javascript:1'],
    ['SA', 'SC', 'data:,x'],
  ] as const
).flatMap(([page, at, location]) =>
  [true, false].map((shared): Scenario => {
    const step = { fetch: `${at}/0`, init: { headers: [['X-A', '1']] } } as const
    return {
      group: 'redirects',
      name: `asked twice, from ${page} to ${at}, ${shared ? 'shared' : 'not shared'}, to ${location}`,
      page,
      routes: {
        [step.fetch]: {
          OPTIONS: { headers: PUT_AND_PATCH },
          '*': { status: 301, headers: [...(shared ? STAR : []), ['Location', location]] },
        },
      },
      steps: [step, step],
    }
  }),
)

/** A redirect that is not wanted, between two requests that need the same preflight. */
const notWanted = (
  [
    ['A', '{B/1}'],
    ['A', null],
    ['sandbox', null],
  ] as const
).map(([page, location]): Scenario => {
  const step = { fetch: 'api/0', init: { method: 'PUT' } } as const
  return {
    group: 'redirects',
    name: `redirect: error between two PUTs, from ${page}, to ${location ?? 'nowhere'}`,
    page,
    routes: {
      'api/0': {
        OPTIONS: { headers: PUT_AND_PATCH },
        '*': {
          status: 307,
          headers: [...STAR, ...(location === null ? [] : ([['Location', location]] as const))],
        },
      },
      'B/1': { '*': { headers: STAR } },
    },
    steps: [step, { fetch: 'api/0', init: { method: 'PUT', redirect: 'error' } }, step],
  }
})

/** Redirects that a page does not follow, for what they lead to or for how it asked. */
export const refusedRedirects: readonly Scenario[] = [
  ...userInfo,
  userInfoThenUnshared,
  ...userInfoRefused,
  ...notFollowed,
  ...notWanted,
]
