import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { buildConnector } from 'undici'
import { createUserAgent, isNetworkError } from '../src/index.js'
import type { Browser, UserAgentOptions } from '../src/index.js'
import { port } from './support/targets.js'

/** Milliseconds that a browser of these tests waits, and that it may take at most: its clock ticks by the half second. */
const TIMEOUT = 300
const AT_MOST = TIMEOUT + 1500

type Hostility = string | Buffer | ((socket: Socket) => void)

const OK = 'HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\n'
const withHeader = (line: string): string => `${OK}content-length: 2\r\n${line}\r\n\r\nhi`

/** Writes again and again until nobody listens any longer. */
function endlessly(start: string, text: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start)
    const more = (): void => {
      while (socket.writable && socket.write(text));
    }
    socket.on('drain', more)
    more()
  }
}

/** A little at a time. */
function dripping(start: string, text: string): (socket: Socket) => void {
  return (socket) => {
    socket.write(start)
    const timer = setInterval(() => socket.write(text), 20)
    socket.on('close', () => clearInterval(timer))
  }
}

/** What a server sends instead of a head, and what the failure says of it. */
const HEADS: readonly (readonly [name: string, hostility: Hostility, reason: string, detail: RegExp])[] = [
  ['garbage', 'garbage\r\n\r\n', 'invalid-response', /no HTTP .*0x67/],
  [
    'nothing, and hangs up',
    (socket) => socket.end(),
    'ended',
    /closed the connection before it had answered/,
  ],
  ['a reset', (socket) => socket.resetAndDestroy(), 'reset', /before it had answered/],
  ['half a head, and hangs up', (socket) => socket.end(`${OK}x-a`), 'ended', /before it had answered/],
  ['half a head, and stalls', `${OK}x-a`, 'timeout', /did not answer within 300 ms/],
  ['nothing at all', () => {}, 'timeout', /did not answer within 300 ms/],
  ['a head drop by drop', dripping(`${OK}x-a: `, 'a'), 'timeout', /did not answer within 300 ms/],
  ['endless headers', endlessly(OK, 'x-a: b\r\n'.repeat(100)), 'invalid-response', /more than 256 kB/],
  [
    'a status line without end',
    endlessly('HTTP/1.1 200 ', 'x'.repeat(1000)),
    'timeout',
    /did not answer within/,
  ],
  [
    'lines that end in LF alone',
    OK.replaceAll('\r', ''),
    'invalid-response',
    /status line that ends in LF \(0x0a\)/,
  ],
  [
    'a header line that ends in LF alone',
    `${OK}x-a: b\nx-b: c\r\n\r\n`,
    'invalid-response',
    /LF \(0x0a\) without CR/,
  ],
  ['a CR in a value', `${OK}x-a: b\rc\r\n\r\n`, 'invalid-response', /CR \(0x0d\) without LF/],
  ['a folded header', `${OK}x-a: a\r\n b\r\n\r\n`, 'invalid-response', /folded header line/],
  ['VT in a value', `${OK}x-a: a\vb\r\n\r\n`, 'invalid-response', /header value with the byte 0x0b \(VT\)/],
  ['FF in a value', `${OK}x-a: a\fb\r\n\r\n`, 'invalid-response', /header value with the byte 0x0c \(FF\)/],
  ['0x01 in a value', `${OK}x-a: a\x01b\r\n\r\n`, 'invalid-response', /header value with the byte 0x01$/],
  ['NUL in a value', `${OK}x-a: a\0b\r\n\r\n`, 'invalid-response', /header value with the byte 0x00 \(NUL\)/],
  [
    'DEL in a value',
    `${OK}x-a: a\x7fb\r\n\r\n`,
    'invalid-response',
    /header value with the byte 0x7f \(DEL\)/,
  ],
  [
    'a space in a name',
    `${OK}x a: b\r\n\r\n`,
    'invalid-response',
    /header name with the byte 0x20 \(space\)/,
  ],
  [
    'VT after a Content-Length',
    withHeader('x-a: a\vb'),
    'invalid-response',
    /value with the byte 0x0b \(VT\)/,
  ],
  ['a folded header after a Content-Length', withHeader('x-a: a\r\n b'), 'invalid-response', /folded header/],
  [
    'LF alone after a Content-Length',
    withHeader('x-a: a\nx-b: b'),
    'invalid-response',
    /LF \(0x0a\) without CR/,
  ],
  ['a CR after a Content-Length', withHeader('x-a: a\rb'), 'invalid-response', /CR \(0x0d\) without LF/],
  ['a bad name after a Content-Length', withHeader('x(a: b'), 'invalid-response', /name with the byte 0x28/],
  [
    'two Content-Lengths',
    withHeader('content-length: 3'),
    'invalid-response',
    /Content-Length more than once/,
  ],
  [
    'two lengths of two kinds',
    withHeader('transfer-encoding: chunked'),
    'invalid-response',
    /beside Transfer-Enc/,
  ],
  ['the status 99', 'HTTP/1.1 99 No\r\n\r\n', 'invalid-response', /Invalid status code/],
  ['the status 099', 'HTTP/1.1 099 No\r\n\r\n', 'invalid-response', /a status below 100/],
  [
    '100 Continue',
    'HTTP/1.1 100 Continue\r\n\r\n',
    'invalid-response',
    /100 Continue\), which nobody asked for/,
  ],
  [
    'another protocol',
    'HTTP/1.1 101 X\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
    'invalid-response',
    /\(101\)/,
  ],
  ['a flood of 103', 'HTTP/1.1 103 Early\r\n\r\n'.repeat(40), 'invalid-response', /more than 32 interim/],
  ['103 drop by drop', dripping('', 'HTTP/1.1 103 Early\r\n\r\n'), 'invalid-response', /interim responses/],
]

/** Of these, node:http's parser refuses less. */
const ODD_BY_NODE =
  /LF alone|folded|VT|FF|0x01|DEL|two lengths of two kinds|100 Continue|the status 99|status line without end/

/** What a server sends as a body, and how reading it ends. */
const BODIES: readonly (readonly [name: string, hostility: Hostility, error: RegExp])[] = [
  [
    'shorter than announced',
    (socket) => socket.end(`${OK}content-length: 9\r\n\r\nhi`),
    /in the middle of the body/,
  ],
  [
    'reset',
    (socket) => socket.write(`${OK}content-length: 9\r\n\r\nhi`, () => socket.resetAndDestroy()),
    /middle/,
  ],
  ['stalling', `${OK}content-length: 9\r\n\r\nhi`, /sent nothing for 300 ms in the middle of the body/],
  [
    'in broken chunks',
    `${OK}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n`,
    /Invalid character in chunk size/,
  ],
  [
    'cut off in the middle of gzip',
    (socket) => {
      const zipped = gzipSync('x'.repeat(100_000))
      socket.write(`${OK}content-encoding: gzip\r\ncontent-length: ${zipped.byteLength}\r\n\r\n`)
      socket.end(zipped.subarray(0, 50))
    },
    /in the middle of the body/,
  ],
  ['no gzip at all', `${OK}content-encoding: gzip\r\ncontent-length: 2\r\n\r\nhi`, /could not be decoded/],
]

const faults: unknown[] = []
const note = (fault: unknown): void => void faults.push(fault)

beforeAll(() => {
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
})
afterAll(() => {
  process.off('unhandledRejection', note)
  process.off('uncaughtException', note)
  expect(faults).toEqual([])
})

const open: { close(): unknown }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

async function hostile(hostility: Hostility): Promise<string> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      if (typeof hostility === 'function') hostility(socket)
      else socket.write(hostility)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
  return `http://127.0.0.1:${port(server)}/`
}

function browse(options: UserAgentOptions = {}): Browser {
  const browser = createUserAgent({ timeout: TIMEOUT, ...options })
  open.push(browser)
  return browser
}

describe('a server that answers with', () => {
  test.each(HEADS)('%s is a NetworkError that says so', async (_name, hostility, reason, detail) => {
    const url = await hostile(hostility)
    const page = browse().page('http://app.example/')
    const started = performance.now()
    const error = await page.fetch(url).catch((caught: unknown) => caught)
    if (!isNetworkError(error)) throw new Error('expected a NetworkError', { cause: error })
    expect(error.failure.code).toBe('network-failure')
    expect(error.failure.values['reason']).toBe(reason)
    expect(error.failure.values['detail']).toMatch(detail)
    expect(error.consoleMessages.length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(AT_MOST)
  })

  test('the same to a preflight is a failure of the preflight', async () => {
    const url = await hostile(`${OK}x-a: a\vb\r\n\r\n`)
    const error = await browse()
      .page('http://app.example/')
      .fetch(url, { method: 'PUT' })
      .catch((caught: unknown) => caught)
    if (!isNetworkError(error)) throw new Error('expected a NetworkError', { cause: error })
    expect(error.failure.code).toBe('preflight-network-failure')
  })
})

/** What a strict browser refuses, and what a lenient one reads of it. */
const ODD: readonly (readonly [name: string, head: string, xa: string | null])[] = [
  ['lines that end in LF alone', `${OK}x-a: 1\r\n\r\n`.replaceAll('\r', ''), '1'],
  ['a folded header', `${OK}x-a: a\r\n b\r\n\r\n`, 'a b'],
  ['VT in a value', `${OK}x-a: a\vb\r\n\r\n`, 'a\vb'],
  ['0x01 in a value', `${OK}x-a: a\x01b\r\n\r\n`, 'a\x01b'],
  ['DEL in a value', `${OK}x-a: a\x7fb\r\n\r\n`, 'a\x7fb'],
  ['100 Continue first', `HTTP/1.1 100 Continue\r\n\r\n${OK}x-a: 1\r\n\r\n`, '1'],
]

describe('what a strict browser refuses and a lenient one reads', () => {
  const exposing = (head: string): string =>
    head.replace(
      'access-control-allow-origin: *',
      'access-control-allow-origin: *\r\naccess-control-expose-headers: *',
    )

  test.each(ODD)('%s', async (_name, head, xa) => {
    let asked = 0
    const url = await hostile((socket) => {
      asked += 1
      socket.end(Buffer.from(`${exposing(head)}hi`, 'latin1'))
    })
    const strict = await browse().page('http://app.example/').inspect(url)
    expect(strict.failure!.values).toMatchObject({ reason: 'invalid-response' })
    const response = await browse({ lenient: true }).page('http://app.example/').fetch(url)
    expect(response.headers.get('x-a')).toBe(xa)
    expect(await response.text()).toBe('hi')
    // Once each: nothing is sent again.
    expect(asked).toBe(2)
  })
})

describe('a lenient browser', () => {
  const lenient = (options: UserAgentOptions = {}) =>
    browse({ lenient: true, ...options }).page('http://app.example/')

  test.each(HEADS.filter(([name]) => !ODD_BY_NODE.test(name)))(
    'refuses %s as a strict one does',
    async (_name, hostility, reason) => {
      const { failure } = await lenient().inspect(await hostile(hostility))
      expect(failure!.values).toMatchObject({ reason })
      expect(failure!.values['detail']).toMatch(/^\S+:\d+ /)
    },
  )

  test.each(BODIES)('ends a body that is %s in a TypeError', async (_name, hostility, error) => {
    const response = await lenient().fetch(await hostile(hostility))
    const caught = await response.text().catch((reason: unknown) => reason)
    expect(caught).toBeInstanceOf(TypeError)
    expect((caught as Error).message).toMatch(error)
  })

  // node:http's lenient parser goes with lenient sending from Node 24 on.
  const sendsControlBytes = Number.parseInt(process.versions.node, 10) >= 24

  test('sends control bytes where node:http does, and says so where it does not', async () => {
    const own = await hostile(`${OK}\r\n`)
    const { failure } = await browse({ lenient: true })
      .page(own)
      .inspect('/', { headers: { 'x-a': 'a\x01b' } })
    if (sendsControlBytes) expect(failure).toBeNull()
    else expect(failure!.values).toMatchObject({ reason: 'invalid-request' })
  })

  test('says what its mode refuses', async () => {
    const { failure } = await lenient({ profile: 'standard' }).inspect(await hostile(`${OK}\r\n`), {
      mode: 'same-origin',
    })
    expect(failure!.code).toBe('disallowed-by-mode')
  })

  test('is refused together with a proxy', () => {
    expect(() => createUserAgent({ lenient: true, proxy: 'http://127.0.0.1:3128' })).toThrow(/proxy/)
    expect(() => createUserAgent({ lenient: 1 } as never)).toThrow(/lenient is true or false/)
  })

  test('reads a head up to the limit of its profile', async () => {
    const head = (length: number): string => `${OK}x-a: ${'y'.repeat(length)}\r\n\r\n`
    for (const [profile, limit] of [
      ['webkit', 64],
      ['chromium', 256],
    ] as const) {
      const below = await hostile((socket) => socket.end(`${head((limit - 2) * 1024)}hi`))
      expect((await lenient({ profile }).inspect(below)).outcome).toBe('readable')
      const above = await hostile((socket) => socket.end(`${head((limit + 2) * 1024)}hi`))
      const { failure } = await lenient({ profile }).inspect(above)
      expect(failure!.values['detail']).toMatch(`more than ${limit} kB`)
    }
  })
})

test('statuses up to 999 are responses', async () => {
  const url = await hostile((socket) => socket.end(`${OK.replace('200', '999')}\r\n`))
  expect((await browse().page('http://app.example/').fetch(url)).status).toBe(999)
})

describe.each(['text', 'stream'] as const)('a body read as %s', (how) => {
  test.each(BODIES)('that is %s ends in a TypeError', async (_name, hostility, error) => {
    const url = await hostile(hostility)
    const response = await browse().page('http://app.example/').fetch(url)
    const started = performance.now()
    const read = how === 'text' ? response.text() : new Response(response.body).text()
    const caught = await read.catch((reason: unknown) => reason)
    expect(caught).toBeInstanceOf(TypeError)
    expect((caught as Error).message).toMatch(error)
    expect(performance.now() - started).toBeLessThan(AT_MOST)
  })
})

test('a body that is longer than announced is cut', async () => {
  const url = await hostile(`${OK}content-length: 2\r\n\r\nhi there`)
  const page = browse().page('http://app.example/')
  expect(await (await page.fetch(url)).text()).toBe('hi')
})

test('an endless body waits while nobody reads it, and ends when it is cancelled', async () => {
  let sent = 0
  let hungUp = (): void => {}
  const closed = new Promise<void>((resolve) => (hungUp = resolve))
  const url = await hostile((socket) => {
    socket.once('close', hungUp)
    endlessly(`${OK}\r\n`, 'x'.repeat(65_536))(socket)
    socket.on('drain', () => (sent = socket.bytesWritten))
  })
  const response = await browse().page('http://app.example/').fetch(url)
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  expect(value!.byteLength).toBeGreaterThan(0)
  await reader.cancel()
  await closed
  expect(sent).toBeLessThan(64 * 1024 * 1024)
})

test('a name that does not exist, and a port where nobody listens, say so', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dead = port(server)
  await new Promise((resolve) => server.close(resolve))
  const page = browse().page('http://app.example/')
  const refused = await page.inspect(`http://127.0.0.1:${dead}/`)
  expect(refused.outcome).toBe('unreachable')
  expect(refused.failure!.values).toMatchObject({ reason: 'refused' })
  const unknown = await page.inspect('http://no-such-host.invalid/')
  expect(unknown.failure!.values).toMatchObject({ reason: 'dns' })
})

test('a server without TLS at an https address is a failure of TLS', async () => {
  const url = await hostile('HTTP/1.1 400 No\r\n\r\n')
  const { failure } = await browse().page('https://app.example/').inspect(url.replace('http:', 'https:'))
  expect(failure!.values).toMatchObject({ reason: 'tls' })
})

test.each<[string, buildConnector.connector, object]>([
  [
    'never calls back',
    () => {},
    { reason: 'timeout', detail: 'api.example did not accept the connection within 300 ms' },
  ],
  [
    'throws',
    () => {
      throw new Error('boom')
    },
    { reason: 'other', detail: 'boom' },
  ],
  [
    'fails at once',
    (_options, callback) => callback(new Error('boom'), null),
    { reason: 'other', detail: 'boom' },
  ],
  [
    'fails with what has no text',
    (_options, callback) => callback(Object.create(null), null),
    { reason: 'other', detail: 'an object that cannot be shown' },
  ],
])("a connector of one's own that %s is a failure in time", async (_what, connect, expected) => {
  const page = browse({ connect }).page('http://app.example/')
  const started = performance.now()
  expect((await page.inspect('http://api.example/')).failure!.values).toMatchObject(expected)
  expect(performance.now() - started).toBeLessThan(AT_MOST)
})
