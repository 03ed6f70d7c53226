import type { Reply, Scenario } from './scenario.js'
import { CREDENTIALED, STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const PNG = ['Content-Type', 'image/png'] as const
const ATTRIBUTES = [null, '', 'anonymous', 'use-credentials', 'bogus', 'Use-Credentials', 'omit'] as const
const SHARED: readonly (readonly [name: string, headers: Headers])[] = [
  ['nothing', []],
  ['*', STAR],
  ['the origin', [['Access-Control-Allow-Origin', '{A}']]],
  ['the origin and credentials', CREDENTIALED],
  ['* and credentials', [...STAR, ['Access-Control-Allow-Credentials', 'true']]],
]

function image(name: string, at: string, reply: Reply, crossOrigin: string | null): Scenario {
  return { group: 'images', name, routes: { [at]: { '*': reply } }, steps: [{ image: at, crossOrigin }] }
}

export const images: readonly Scenario[] = [
  ...ATTRIBUTES.flatMap((crossOrigin) =>
    SHARED.map(([name, headers]) =>
      image(
        `crossorigin ${JSON.stringify(crossOrigin)}, server allows ${name}`,
        'B/i',
        { headers: [...headers, PNG], image: true },
        crossOrigin,
      ),
    ),
  ),
  ...[null, 'anonymous'].map((crossOrigin) =>
    image(`the own origin, crossorigin ${crossOrigin}`, 'A/i', { headers: [PNG], image: true }, crossOrigin),
  ),
  ...['same-origin', 'same-site', 'cross-origin'].map((value) =>
    image(
      `resource policy ${value}`,
      'L/i',
      { headers: [PNG, ['Cross-Origin-Resource-Policy', value]], image: true },
      null,
    ),
  ),
  {
    group: 'images',
    name: 'first without crossorigin, then with it',
    routes: { 'B/i': { '*': { headers: [PNG], image: true } } },
    steps: [{ image: 'B/i' }, { image: 'B/i', crossOrigin: 'anonymous' }],
  },
  image('no image', 'B/i', { headers: [...STAR, ['Content-Type', 'text/plain']], body: 'no' }, 'anonymous'),
  image('an image without a type', 'B/i', { headers: STAR, image: true }, 'anonymous'),
  image(
    'status 404 with an image',
    'B/i',
    { status: 404, headers: [...STAR, PNG], image: true },
    'anonymous',
  ),
  {
    group: 'images',
    name: 'redirected to the own origin, without crossorigin',
    routes: {
      'B/i': { '*': { status: 302, headers: [['Location', '{A/i}']] } },
      'A/i': { '*': { headers: [PNG], image: true } },
    },
    steps: [{ image: 'B/i' }],
  },
  {
    group: 'images',
    name: 'redirected to another origin, anonymous',
    routes: {
      'A/i': { '*': { status: 302, headers: [['Location', '{B/i}']] } },
      'B/i': { '*': { headers: [PNG, ...STAR], image: true } },
    },
    steps: [{ image: 'A/i', crossOrigin: 'anonymous' }],
  },
]
