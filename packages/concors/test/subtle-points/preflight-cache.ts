import { expect } from 'vitest'
import { createClient } from '../../src/index.js'
import type { FetchContext, HeaderList, ProfileName, WireRequest } from '../../src/index.js'
import {
  A,
  ALLOW_CREDENTIALS,
  allowOrigin,
  ask,
  B,
  createContext,
  drive,
  generous,
  plus,
  sent,
} from '../drive.js'
import type { Ask, Reply } from '../drive.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-64 to D-74: what a preflight's answer is good for afterwards. */

const MAX_AGE = 'Access-Control-Max-Age'
const put: Ask = { method: 'PUT' }
const include = { credentialsMode: 'include' } as const
const minute = plus(generous, [MAX_AGE, '60'])

type Answer = (request: WireRequest) => Reply

/** Whether this request is preflighted. */
function preflights(request: Ask, context: FetchContext, server: Answer = minute): boolean {
  return drive(ask(request), server, context).requests[0]!.kind === 'preflight'
}

/** Seconds for which a preflight's answer with these lines of Access-Control-Max-Age is used. */
function lifetime(profile: ProfileName, values: readonly string[]): number {
  const candidates = [0, 5, 60, 600, 7200, 86_400]
  const server = plus(generous, ...values.map((value) => [MAX_AGE, value] as const))
  const usedAt = (now: number): boolean => {
    const clock = { now: 0 }
    const context = createContext({ profile, clock })
    drive(ask(put), server, context)
    clock.now = now
    return !preflights(put, context, server)
  }
  const found = candidates.filter((seconds) => seconds > 0 && usedAt(seconds * 1000 - 1)).at(-1) ?? 0
  expect(usedAt(found * 1000)).toBe(false)
  return found
}

export const PREFLIGHT_CACHE: readonly Point[] = [
  ...each(
    64,
    [
      // lines, standard, chromium, firefox, webkit
      [['0'], 0, 0, 0, 0],
      [['60'], 60, 60, 60, 60],
      [[], 5, 5, 5, 5],
      [[''], 5, 5, 5, 5],
      [['-1'], 5, 0, 0, 0],
      [['1.5'], 5, 5, 0, 5],
      [['600, 700'], 5, 5, 0, 5],
      [['600', '700'], 5, 5, 0, 5],
      [['99999999'], 86_400, 7200, 86_400, 600],
    ] as const,
    ([lines, ...seconds]) => `${MAX_AGE} ${JSON.stringify(lines)} lasts ${seconds.join(', ')} s by profile`,
    ([lines, ...seconds]) => {
      const profiles = ['standard', 'chromium', 'firefox', 'webkit'] as const
      expect(profiles.map((profile) => lifetime(profile, lines))).toEqual(seconds)
    },
  ),
  [
    65,
    'a request with one more header asks for both, and then both are known',
    () => {
      const context = createContext()
      const both: Ask = {
        headers: [
          ['X-A', '1'],
          ['X-B', '1'],
        ],
      }
      expect(preflights({ headers: [['X-A', '1']] }, context)).toBe(true)
      const second = drive(ask(both), minute, context)
      expect(sent(second, 0, 'access-control-request-headers')).toBe('x-a,x-b')
      expect(preflights(both, context)).toBe(false)
      expect(preflights({ headers: [['X-B', '1']] }, context)).toBe(false)
    },
  ],
  [
    66,
    'each method has its own entry',
    () => {
      const context = createContext()
      expect([put, put, { method: 'DELETE' }].map((request) => preflights(request, context))).toEqual([
        true,
        false,
        true,
      ])
    },
  ],
  ...each(
    67,
    [
      [{ headers: [['X-Any', '1']] }, false],
      [{ method: 'CHICKEN' }, false],
      [{ headers: [['Authorization', 'x']] }, true],
      [{ headers: [['X-Any', '1']], ...include }, true],
    ] as readonly (readonly [Ask, boolean])[],
    ([request, asks]) =>
      `a cached * without credentials ${asks ? 'does not serve' : 'serves'} ${JSON.stringify(request)}`,
    ([request, asks]) => {
      const context = createContext()
      const wildcards: HeaderList = [
        allowOrigin('*'),
        [MAX_AGE, '60'],
        ['Access-Control-Allow-Methods', '*'],
        ['Access-Control-Allow-Headers', '*'],
      ]
      expect(preflights(put, context, () => ({ headers: wildcards }))).toBe(true)
      expect(preflights(request, context)).toBe(asks)
    },
  ),
  ...each(
    68,
    [
      ['standard', 'include', 'omit', false],
      ['standard', 'omit', 'include', true],
      ['chromium', 'include', 'omit', false],
      ['chromium', 'omit', 'include', true],
      ['firefox', 'include', 'omit', true],
      ['firefox', 'omit', 'include', true],
      ['webkit', 'include', 'omit', false],
      ['webkit', 'omit', 'include', true],
    ] as const,
    ([profile, first, second, asks]) =>
      `${profile}: ${first}, then ${second} ${asks ? 'asks again' : 'is known'}`,
    ([profile, first, second, asks]) => {
      const context = createContext({ profile })
      preflights({ ...put, credentialsMode: first }, context)
      expect(preflights({ ...put, credentialsMode: second }, context)).toBe(asks)
    },
  ),
  ...each(
    69,
    [`${B}/?1`, `${B}/x`, `${B}/#1`],
    (url) => `${url} is another URL than ${B}/`,
    (url) => {
      const context = createContext()
      preflights(put, context)
      expect([preflights({ ...put, url }, context), preflights({ ...put, url }, context)]).toEqual([
        true,
        false,
      ])
    },
  ),
  [
    70,
    'a page in a frame of another site asks for itself',
    () => {
      const context = createContext()
      const framed = createClient(new URL(`${A}/frame`), {
        topLevelOrigin: createClient(new URL('https://top.example/')).origin,
      })
      preflights(put, context)
      expect(preflights({ ...put, client: framed }, context)).toBe(true)
    },
  ],
  ...each(
    71,
    [
      ['standard', true],
      ['chromium', false],
      ['firefox', true],
      ['webkit', false],
    ] as const,
    ([profile, forgets]) =>
      `${profile}: a refused response ${forgets ? 'forgets' : 'keeps'} what was allowed`,
    ([profile, forgets]) => {
      const context = createContext({ profile })
      preflights(put, context)
      expect(preflights(put, context, () => ({}))).toBe(false)
      expect(preflights(put, context)).toBe(forgets)
    },
  ),
  [
    72,
    'a safelisted method needs no entry',
    () => {
      const context = createContext()
      const headers: HeaderList = [['X-A', '1']]
      const server = (wire: WireRequest): Reply => ({
        headers: [allowOrigin('*'), [MAX_AGE, '60'], ['Access-Control-Allow-Headers', 'X-A']].slice(
          0,
          wire.kind === 'preflight' ? 3 : 1,
        ) as HeaderList,
      })
      preflights({ headers }, context, server)
      expect(
        ['GET', 'HEAD', 'POST'].map((method) => preflights({ method, headers }, context, server)),
      ).toEqual([false, false, false])
    },
  ],
  [
    73,
    'a fresh answer renews all that it lists, asked for or not',
    () => {
      const clock = { now: 0 }
      const context = createContext({ clock })
      const listed = plus(generous, [MAX_AGE, '60'], ['Access-Control-Allow-Headers', 'X-A, X-B'])
      preflights({ headers: [['X-A', '1']] }, context, listed)
      clock.now = 50_000
      expect(preflights({ method: 'PUT', headers: [['X-A', '1']] }, context, listed)).toBe(true)
      clock.now = 100_000
      expect(preflights({ headers: [['X-B', '1']] }, context, listed)).toBe(false)
    },
  ],
  ...each(
    74,
    ['standard', 'chromium', 'firefox', 'webkit'] as const,
    (profile) =>
      `${profile}: a literal * of a credentialed preflight stands for nothing else with credentials`,
    (profile) => {
      const context = createContext({ profile })
      const server = (): Reply => ({
        headers: [allowOrigin(A), ALLOW_CREDENTIALS, [MAX_AGE, '60'], ['Access-Control-Allow-Methods', '*']],
      })
      expect(preflights({ method: '*', ...include }, context, server)).toBe(true)
      expect(preflights({ method: '*', ...include }, context, server)).toBe(false)
      expect(preflights({ ...put, ...include }, context, server)).toBe(true)
    },
  ),
]
