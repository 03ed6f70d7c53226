import { createHash } from 'node:crypto'
import type { LoadStep, Reply, Scenario } from './scenario.js'
import { CREDENTIALED, STAR } from './shapes.js'

type Header = readonly [name: string, value: string]
type Use = LoadStep['as']

const SCRIPT = 'globalThis.ran = 1;'
const HASH = `sha256-${createHash('sha256').update(SCRIPT).digest('base64')}`
const NOSNIFF: Header = ['X-Content-Type-Options', 'nosniff']
const type = (value: string): Header => ['Content-Type', value]

function load(
  name: string,
  as: Use,
  reply: Reply,
  step: Omit<LoadStep, 'as' | 'load'> = {},
  at = 'B/e',
): Scenario {
  return {
    group: 'elements',
    name: `${as}, ${name}`,
    routes: { [at]: { '*': reply } },
    steps: [{ load: at, as, ...step }],
  }
}

/** What came, and what it is called. */
const BODIES: readonly (readonly [name: string, body: string])[] = [
  ['a program', SCRIPT],
  ['HTML', '<!doctype html><p>'],
  ['an object of JSON', '{"a":1}'],
  ['a list of JSON', '[1]'],
  ['XML', '<?xml version="1.0"?><a/>'],
]
const TYPES = [
  'text/javascript',
  'text/plain',
  'text/html',
  'application/json',
  'text/xml',
  'text/csv',
  'image/png',
  'application/octet-stream',
]

const scripts: readonly Scenario[] = [
  ...TYPES.flatMap((name) =>
    BODIES.map(([what, body]) => load(`${what} of type ${name}`, 'script', { headers: [type(name)], body })),
  ),
  ...TYPES.filter((name) => name !== 'text/javascript').map((name) =>
    load(`a program of type ${name}, nosniff`, 'script', { headers: [type(name), NOSNIFF], body: SCRIPT }),
  ),
  ...BODIES.map(([what, body]) => load(`${what} of no type`, 'script', { body })),
  ...BODIES.map(([what, body]) =>
    load(`${what} of type text/javascript, nosniff`, 'script', {
      headers: [type('text/javascript'), NOSNIFF],
      body,
    }),
  ),
  ...BODIES.map(([what, body]) =>
    load(`${what} of type text/css`, 'script', { headers: [type('text/css')], body }),
  ),
  ...BODIES.map(([what, body]) =>
    load(`${what} of type application/x-thing`, 'script', { headers: [type('application/x-thing')], body }),
  ),
  load('of no type, nosniff', 'script', { headers: [NOSNIFF], body: SCRIPT }),
  load('status 404', 'script', { status: 404, headers: [type('text/javascript')], body: SCRIPT }),
  load('of the own origin, image/png', 'script', { headers: [type('image/png')], body: SCRIPT }, {}, 'A/e'),
  load('of the own origin, text/html', 'script', { headers: [type('text/html')], body: SCRIPT }, {}, 'A/e'),
  ...(['same-origin', 'same-site', 'cross-origin'] as const).map((value) =>
    load(`resource policy ${value}`, 'script', {
      headers: [type('text/javascript'), ['Cross-Origin-Resource-Policy', value]],
      body: SCRIPT,
    }),
  ),
]

const withCors: readonly Scenario[] = (['script', 'module', 'stylesheet'] as const).flatMap((as) => {
  const headers = [type(as === 'stylesheet' ? 'text/css' : 'text/javascript')]
  const body = as === 'stylesheet' ? 'p{}' : SCRIPT
  const shared = { headers: [...headers, ...STAR], body }
  return [
    load('crossorigin, allowed', as, shared, { crossOrigin: 'anonymous' }),
    load('crossorigin, not allowed', as, { headers, body }, { crossOrigin: 'anonymous' }),
    load('without crossorigin, not allowed', as, { headers, body }),
    load('use-credentials, *', as, shared, { crossOrigin: 'use-credentials' }),
    load(
      'use-credentials, allowed',
      as,
      { headers: [...headers, ...CREDENTIALED], body },
      { crossOrigin: 'use-credentials' },
    ),
  ]
})

const integrity: readonly Scenario[] = [
  load(
    'integrity, without crossorigin',
    'script',
    { headers: [type('text/javascript')], body: SCRIPT },
    { integrity: HASH },
  ),
  load(
    'integrity, crossorigin',
    'script',
    { headers: [type('text/javascript'), ...STAR], body: SCRIPT },
    { integrity: HASH, crossOrigin: '' },
  ),
  load(
    'the integrity of another',
    'script',
    { headers: [type('text/javascript'), ...STAR], body: '1' },
    { integrity: HASH, crossOrigin: '' },
  ),
]

const others: readonly Scenario[] = [
  load('of type text/plain', 'module', { headers: [type('text/plain'), ...STAR], body: SCRIPT }),
  load('of no type', 'stylesheet', { body: 'p{}' }),
  load('of no type, nosniff', 'stylesheet', { headers: [NOSNIFF], body: 'p{}' }),
  load('HTML', 'stylesheet', { headers: [type('text/html')], body: '<!doctype html><p>' }),
  load('text/plain, nosniff', 'stylesheet', { headers: [type('text/plain'), NOSNIFF], body: 'p{}' }),
  load('status 404', 'stylesheet', { status: 404, headers: [type('text/css')], body: 'p{}' }),
  load('not allowed', 'font', { headers: [type('font/woff2')], body: 'x' }),
  load('allowed', 'font', { headers: [type('font/woff2'), ...STAR], body: 'x' }),
]

const beacons: readonly Scenario[] = [
  load('text', 'beacon', { status: 204 }, { body: 'left' }),
  load('nothing', 'beacon', { status: 204 }),
  load('parameters', 'beacon', { status: 204 }, { body: { kind: 'params' } }),
  load('bytes', 'beacon', { status: 204 }, { body: { kind: 'bytes' } }),
  load('a blob', 'beacon', { status: 204 }, { body: { kind: 'blob', type: 'text/plain' } }),
  load(
    'a blob of JSON, refused',
    'beacon',
    { status: 204 },
    { body: { kind: 'blob', type: 'application/json' } },
  ),
  load(
    'a blob of JSON, allowed',
    'beacon',
    { status: 204, headers: [...CREDENTIALED, ['Access-Control-Allow-Headers', 'content-type']] },
    { body: { kind: 'blob', type: 'application/json' } },
  ),
  load('64 KiB and a byte', 'beacon', { status: 204 }, { body: { kind: 'size', size: 65_537 } }),
]

const STREAM = type('text/event-stream')
const EVENT = 'retry: 50\nid: 7\ndata: hello\n\n'

const events: readonly Scenario[] = [
  load('allowed', 'events', { headers: [STREAM, ...STAR], body: EVENT }),
  load('not allowed', 'events', { headers: [STREAM], body: EVENT }),
  load(
    'with credentials, *',
    'events',
    { headers: [STREAM, ...STAR], body: EVENT },
    { withCredentials: true },
  ),
  load(
    'with credentials, allowed',
    'events',
    { headers: [STREAM, ...CREDENTIALED], body: EVENT },
    { withCredentials: true },
  ),
  load('of another type', 'events', { headers: [type('text/plain'), ...STAR], body: EVENT }),
  load('status 204', 'events', { status: 204, headers: [STREAM, ...STAR] }),
  load('status 500', 'events', { status: 500, headers: [STREAM, ...STAR], body: EVENT }),
  {
    group: 'elements',
    name: 'events, connects again with the last id',
    routes: {
      'B/e': {
        '*': [
          { headers: [STREAM, ...STAR], body: 'retry: 50\nid: 7\n\n' },
          { headers: [STREAM, ...STAR], body: 'data: hello\n\n' },
        ],
      },
    },
    steps: [{ load: 'B/e', as: 'events' }],
  },
]

export const elements: readonly Scenario[] = [
  ...scripts,
  ...withCors,
  ...integrity,
  ...others,
  ...beacons,
  ...events,
]
