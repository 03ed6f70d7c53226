import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, CREDENTIALED, STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const PAGES = ['requireCorp', 'credentialless'] as const
const corp = (value: string): Headers => [['Cross-Origin-Resource-Policy', value]]

const FETCHES: readonly (readonly [name: string, target: string, headers: Headers, init: Init])[] = [
  ['no-cors without a resource policy', 'B/x', [], { mode: 'no-cors' }],
  ['no-cors to another site without a resource policy', 'L/x', [], { mode: 'no-cors' }],
  ['no-cors under cross-origin', 'L/x', corp('cross-origin'), { mode: 'no-cors' }],
  ['no-cors under same-site', 'B/x', corp('same-site'), { mode: 'no-cors' }],
  ['no-cors under same-origin', 'B/x', corp('same-origin'), { mode: 'no-cors' }],
  ['no-cors under what is no resource policy', 'L/x', corp('none'), { mode: 'no-cors' }],
  ['no-cors with credentials', 'L/x', [], { mode: 'no-cors', credentials: 'include' }],
  ['no-cors without credentials', 'L/x', [], { mode: 'no-cors', credentials: 'omit' }],
  ['no-cors to the own origin', 'A/x', [], { mode: 'no-cors' }],
  ['cors without a resource policy', 'L/x', STAR, {}],
  ['cors under same-origin', 'L/x', [...STAR, ...corp('same-origin')], {}],
  ['cors, not shared', 'L/x', corp('cross-origin'), {}],
  ['cors with credentials', 'L/x', CREDENTIALED, { credentials: 'include' }],
  ['PUT', 'L/x', ALLOW_ALL, { method: 'PUT' }],
]

const IMAGES: readonly (readonly [name: string, headers: Headers, crossOrigin: string | null])[] = [
  ['without a resource policy', [], null],
  ['under cross-origin', corp('cross-origin'), null],
  ['under same-site', corp('same-site'), null],
  ['anonymous, shared', STAR, 'anonymous'],
  ['anonymous, not shared', corp('cross-origin'), 'anonymous'],
]

export const embedderPolicy: readonly Scenario[] = PAGES.flatMap((page) => [
  ...FETCHES.map(([name, target, headers, init]): Scenario => ({
    group: 'embedder policy',
    name: `${page}: ${name}`,
    page,
    routes: { [target]: { '*': { headers, body: 'x' } } },
    steps: [{ fetch: target, init }],
  })),
  ...IMAGES.map(([name, headers, crossOrigin]): Scenario => ({
    group: 'embedder policy',
    name: `${page}: an image ${name}`,
    page,
    routes: { 'L/i': { '*': { headers: [...headers, ['Content-Type', 'image/png']], image: true } } },
    steps: [{ image: 'L/i', crossOrigin }],
  })),
  {
    group: 'embedder policy',
    name: `${page}: cookies of a no-cors request`,
    page,
    routes: {
      'B/set': { '*': { headers: [...CREDENTIALED, ['Set-Cookie', 'a=1']] } },
      'B/ask': { '*': { headers: corp('cross-origin') } },
    },
    steps: [
      { fetch: 'B/set', init: { credentials: 'include' } },
      { fetch: 'B/ask', init: { mode: 'no-cors', credentials: 'include' } },
      { fetch: 'B/ask', init: { mode: 'no-cors' } },
    ],
  },
  {
    group: 'embedder policy',
    name: `${page}: the resource policy of a redirect`,
    page,
    routes: {
      'L/0': { '*': { status: 302, headers: [['Location', '{L/1}']] } },
      'L/1': { '*': { headers: corp('cross-origin') } },
    },
    steps: [{ fetch: 'L/0', init: { mode: 'no-cors' } }],
  },
])
