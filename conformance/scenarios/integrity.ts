import { createHash } from 'node:crypto'
import type { Init, Reply, Scenario } from './scenario.js'
import { STAR } from './shapes.js'

const BODY = 'integrity'
const digest = (algorithm: string, body = BODY): string =>
  `${algorithm}-${createHash(algorithm).update(body).digest('base64')}`
const url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_')

const RIGHT = digest('sha256')
const WRONG = digest('sha256', 'something else')

/** The integrity that a page asks for. */
const VALUES: readonly (readonly [name: string, integrity: string])[] = [
  ['sha256', RIGHT],
  ['sha384', digest('sha384')],
  ['sha512', digest('sha512')],
  ['another content', WRONG],
  ['one of two', `${WRONG} ${RIGHT}`],
  ['the weaker of two', `${RIGHT} ${digest('sha512', 'something else')}`],
  ['the stronger of two', `${WRONG} ${digest('sha512')}`],
  ['an unknown algorithm', `md5-${RIGHT.slice(7)}`],
  ['an unknown algorithm and a wrong digest', `md5-x ${WRONG}`],
  ['nothing that could be a digest', 'x'],
  ['the algorithm in upper case', RIGHT.replace('sha', 'SHA')],
  ['the alphabet of URLs', url(digest('sha512'))],
  ['no padding', RIGHT.replace(/=+$/, '')],
  ['an option', `${RIGHT}?option`],
  ['spaces around', `  ${RIGHT}\t`],
]

function checked(name: string, integrity: string, reply: Reply, init: Init = {}, at = 'B/x'): Scenario {
  return {
    group: 'integrity',
    name,
    routes: { [at]: { '*': { body: BODY, ...reply } } },
    steps: [{ fetch: at, init: { ...init, integrity } }],
  }
}

const shared: Reply = { headers: STAR }

export const integrity: readonly Scenario[] = [
  ...VALUES.map(([name, value]) => checked(`shared: ${name}`, value, shared)),
  ...VALUES.slice(0, 5).map(([name, value]) => checked(`the own origin: ${name}`, value, {}, {}, 'A/x')),
  checked('not shared: the right digest', RIGHT, {}),
  checked('no-cors: the right digest', RIGHT, shared, { mode: 'no-cors' }),
  checked('no-cors to the own origin: the right digest', RIGHT, {}, { mode: 'no-cors' }, 'A/x'),
  checked('no-cors: without a length', RIGHT, { ...shared, noLength: true }, { mode: 'no-cors' }),
  checked('no-cors: an unknown algorithm', 'md5-x', shared, { mode: 'no-cors' }),
  checked('compressed: of what it decodes to', RIGHT, { ...shared, encoding: 'gzip' }),
  checked('with credentials', RIGHT, shared, { credentials: 'include' }),
  checked('an empty body', digest('sha256', ''), { ...shared, body: '' }),
  checked('status 404', RIGHT, { ...shared, status: 404 }),
  checked('HEAD', RIGHT, shared, { method: 'HEAD' }),
  {
    group: 'integrity',
    name: 'of what a redirect leads to',
    routes: {
      'A/0': { '*': { status: 302, headers: [['Location', '{B/1}']] } },
      'B/1': { '*': { ...shared, body: BODY } },
    },
    steps: [{ fetch: 'A/0', init: { integrity: RIGHT } }],
  },
  {
    group: 'integrity',
    name: 'of a keepalive request',
    routes: { 'B/x': { '*': { headers: STAR, body: 'another' } } },
    steps: [{ fetch: 'B/x', init: { integrity: RIGHT, keepalive: true } }],
  },
  {
    group: 'integrity',
    name: 'of a URL with a fragment',
    routes: { 'B/x': { '*': { headers: STAR, body: 'another' } } },
    steps: [{ fetch: 'B/x#1', init: { integrity: RIGHT } }],
  },
  {
    group: 'integrity',
    name: 'of HEAD, without CORS',
    routes: { 'B/x': { '*': { headers: STAR, body: BODY } } },
    steps: [{ fetch: 'B/x', init: { integrity: RIGHT, method: 'HEAD', mode: 'no-cors' } }],
  },
]
