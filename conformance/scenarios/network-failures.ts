import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, STAR } from './shapes.js'

const closed: Reply = { closed: true }
const NET: readonly (readonly [name: string, route: Scenario['routes'][string], init?: Init])[] = [
  ['the connection ends without an answer', { '*': closed }],
  [
    'the connection ends during the preflight',
    { OPTIONS: closed, '*': { headers: STAR } },
    { method: 'PUT' },
  ],
  [
    'the connection ends after the preflight',
    { OPTIONS: { status: 204, headers: ALLOW_ALL }, '*': closed },
    { method: 'PUT' },
  ],
  ['the connection ends, no-cors', { '*': closed }, { mode: 'no-cors' }],
  ['the connection ends, POST', { '*': closed }, { method: 'POST', body: 'x' }],
  ['no HTTP', { '*': { raw: 'nonsense\r\n\r\n' } }],
  [
    'two lengths that differ',
    {
      '*': {
        raw: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      },
    },
  ],
]
export const networkFailures: readonly Scenario[] = [
  ...NET.map(([name, route, init]): Scenario => ({
    group: 'network failures',
    name,
    routes: { 'B/x': route },
    steps: [init === undefined ? { fetch: 'B/x' } : { fetch: 'B/x', init }],
  })),
  ...['http://nothing.invalid/{id}', 'http://127.0.0.1:1/{id}', 'http://127.0.0.1:9999/{id}'].map(
    (fetch): Scenario => ({
      group: 'network failures',
      name: fetch,
      routes: {},
      steps: [{ fetch }],
    }),
  ),
]
