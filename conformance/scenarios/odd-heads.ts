import type { Init, Reply, Scenario } from './scenario.js'

const SHARED = 'Access-Control-Allow-Origin: *'
const EXPOSED = 'Access-Control-Expose-Headers: *'

/** The lines of a head, a status line of success before them and a length after them unless they are given. */
function head(...lines: readonly string[]): Reply {
  return { raw: `HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\nContent-Length: 1\r\n\r\nx` }
}

const long = (length: number): Reply => head(SHARED, `X-Long: ${'y'.repeat(length)}`)
const many = (count: number): Reply =>
  head(SHARED, ...Array.from({ length: count }, (_, index) => `X-${index}: y`))

/** Written byte for byte: what `node:http` would never send. */
const HEADS: readonly (readonly [name: string, reply: Reply])[] = [
  ['no reason', { raw: `HTTP/1.1 200\r\n${SHARED}\r\n\r\nx` }],
  ['an empty reason', { raw: `HTTP/1.1 200 \r\n${SHARED}\r\n\r\nx` }],
  ['an odd reason', { raw: `HTTP/1.1 200 Whatever You Like\r\n${SHARED}\r\n\r\nx` }],
  ['HTTP/1.0', { raw: `HTTP/1.0 200 OK\r\n${SHARED}\r\n\r\nx` }],
  ['continued first', { raw: `HTTP/1.1 100 Continue\r\n\r\n${head(SHARED).raw}` }],
  ['early hints first', { raw: `HTTP/1.1 103 Early Hints\r\n${SHARED}\r\n\r\n${head('X-A: 1').raw}` }],
  ['early hints, then shared', { raw: `HTTP/1.1 103 Early Hints\r\n\r\n${head(SHARED).raw}` }],
  [
    'chunked',
    { raw: `HTTP/1.1 200 OK\r\n${SHARED}\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n` },
  ],
  [
    'chunked, with a trailer that shares',
    { raw: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n${SHARED}\r\n\r\n` },
  ],
  ['no space after the colon', head(SHARED.replace(' ', ''))],
  ['a space before the colon', head(SHARED.replace(':', ' :'))],
  ['tabs around a value', head(SHARED.replace(' ', '\t') + '\t')],
  ['80 headers', many(80)],
  ['1,200 headers', many(1200)],
  ['8 kB', long(8_000)],
  ['20 kB', long(20_000)],
  ['60 kB', long(60_000)],
  ['90 kB', long(90_000)],
  ['200 kB', long(200_000)],
  ['300 kB', long(300_000)],
  ['500 kB', long(500_000)],
  ['lines that end in LF', { raw: `HTTP/1.1 200 OK\n${SHARED}\nContent-Length: 1\n\nx` }],
  ['one line that ends in LF', head(`X-A: 1\n${SHARED}`)],
  ['CR in a value', head(SHARED, EXPOSED, 'X-A: 1\r2')],
  ['a line folded with a space', head(SHARED, EXPOSED, 'X-A: 1\r\n 2')],
  ['a line folded with a tab', head(SHARED, EXPOSED, 'X-A: 1\r\n\t2')],
  ['an allowed origin on a folded line', head('Access-Control-Allow-Origin:\r\n *')],
  ['the first line folded', { raw: `HTTP/1.1 200 OK\r\n ${SHARED}\r\nContent-Length: 1\r\n\r\nx` }],
  ['NUL in a value', head(SHARED, EXPOSED, 'X-A: 1\u00002')],
  ['0x01 in a value', head(SHARED, EXPOSED, 'X-A: 1\u00012')],
  ['VT in a value', head(SHARED, EXPOSED, 'X-A: 1\v2')],
  ['DEL in a value', head(SHARED, EXPOSED, 'X-A: 1\u007f2')],
  ['a name with a space', head(SHARED, 'X A: 1')],
  ['a line without a colon', head(SHARED, 'nonsense')],
  ['a name that is empty', head(SHARED, ': 1')],
  ['two lengths, equal', head(SHARED, 'Content-Length: 1')],
  ['a length, and chunked', { raw: `HTTP/1.1 200 OK\r\n${SHARED}\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n` }], // prettier-ignore
  ['empty lines first', { raw: `\r\n\r\n${head(SHARED).raw}` }],
  ['no end', { raw: `HTTP/1.1 200 OK\r\n${SHARED}\r\n` }],
  ['no end of a line', { raw: 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Or' }],
  ['status 600', { raw: head(SHARED).raw!.replace('200', '600') }],
  ['status 999', { raw: head(SHARED).raw!.replace('200', '999') }],
]

const PUT: Init = { method: 'PUT' }

/** The same in the answer to a preflight. */
const PREFLIGHTS: readonly (readonly [name: string, lines: readonly string[]])[] = [
  ['folded', [SHARED, 'Access-Control-Allow-Methods: GET,\r\n PUT']],
  ['with lines that end in LF', [`${SHARED}\nAccess-Control-Allow-Methods: PUT`]],
  ['with VT in another header', [SHARED, 'Access-Control-Allow-Methods: PUT', 'X-A: \v']],
  ['of 60 kB', [SHARED, 'Access-Control-Allow-Methods: PUT', `X-A: ${'y'.repeat(60_000)}`]],
]

export const oddHeads: readonly Scenario[] = [
  ...HEADS.map(([name, reply]): Scenario => ({
    group: 'odd heads',
    name,
    routes: { 'B/x': { '*': reply } },
    steps: [{ fetch: 'B/x' }],
  })),
  ...PREFLIGHTS.map(([name, lines]): Scenario => ({
    group: 'odd heads',
    name: `a preflight's answer ${name}`,
    routes: {
      'B/x': {
        OPTIONS: head('Connection: close', ...lines),
        '*': { headers: [['Access-Control-Allow-Origin', '*']] },
      },
    },
    steps: [{ fetch: 'B/x', init: PUT }],
  })),
]
