import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createConnection } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createUserAgent } from '../src/index.js'
import type { Browser, NodeListener, UserAgentOptions } from '../src/index.js'
import { certificates, close, listen, port, serve } from './support/targets.js'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close()
})

function browse(options: UserAgentOptions = {}): Browser {
  const browser = createUserAgent(options)
  open.push(browser)
  return browser
}

/** The HTTP library gives a connection back a turn after its response has ended. */
function connectionFree(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5))
}

async function start(listener: NodeListener): Promise<{ origin: string; connections: () => number }> {
  const { origin, server } = await serve(listener)
  let connections = 0
  server.on('connection', () => (connections += 1))
  open.push({ close: () => close(server) })
  return { origin, connections: () => connections }
}

test('a connection is used again, but not across credentials', async () => {
  const { origin, connections } = await start((request, response) => {
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '')
    response.setHeader('access-control-allow-credentials', 'true')
    response.end('x')
  })
  const page = browse().page('http://app.example/')
  for (let i = 0; i < 5; i++) {
    await (await page.fetch(origin)).text()
    await connectionFree()
  }
  expect(connections()).toBe(1)
  for (let i = 0; i < 5; i++) {
    await (await page.fetch(origin, { credentials: 'include' })).text()
    await connectionFree()
  }
  expect(connections()).toBe(2)
})

test('421 asks once more, over another connection', async () => {
  let asked = 0
  const { origin, connections } = await start((_request, response) => {
    asked += 1
    response.writeHead(421).end()
  })
  expect((await browse().page(origin).fetch('/')).status).toBe(421)
  expect([asked, connections()]).toEqual([2, 2])
})

test('unread bodies of 4 MB block no later request, not even two hundred of them', async () => {
  const big = Buffer.alloc(4 * 1024 * 1024)
  const { origin } = await start((_request, response) => response.end(big))
  const page = browse().page(origin)
  for (let i = 0; i < 200; i++) expect((await page.fetch(`/?${i}`)).status).toBe(200)
})

test('sites at the top have connections of their own, of a bounded number', async () => {
  const { origin, connections } = await start((_request, response) => response.end())
  const browser = browse()
  for (let i = 0; i < 80; i++)
    await browser.page(`http://site${i}.example/`).fetch(origin, { mode: 'no-cors' })
  expect(connections()).toBe(80)
  await connectionFree()
  await browser.page('http://site79.example/').fetch(origin, { mode: 'no-cors' })
  expect(connections()).toBe(80)
  await browser.page('http://site0.example/').fetch(origin, { mode: 'no-cors' })
  expect(connections()).toBe(81)
})

test('a connector of one’s own decides where connections go', async () => {
  const { origin } = await start((request, response) => response.end(request.headers.host))
  const browser = browse({
    connect: (_options, callback) => {
      const socket = createConnection(Number(new URL(origin).port), '127.0.0.1', () => callback(null, socket))
      return socket
    },
  })
  expect(await (await browser.page('http://made.up.example/').fetch('/')).text()).toBe('made.up.example')
})

test('an IPv6 address is an origin like any other', async ({ skip }) => {
  const server = createServer((request, response) => response.end(request.headers.host))
  const listening = await listen(server, '::1').catch(() => null)
  if (listening === null) skip('this machine has no IPv6')
  open.push({ close: () => close(server) })
  const page = browse().page(`http://[::1]:${port(server)}/`)
  expect(await (await page.fetch('/')).text()).toBe(`[::1]:${port(server)}`)
})

test('closing a browser ends what is under way', async () => {
  const { origin } = await start((request, response) => {
    if (request.url === '/body') response.write('x')
  })
  const browser = browse()
  const page = browser.page(origin)
  const body = (await page.fetch('/body')).text()
  const ended = expect(body).rejects.toThrow('The user agent was closed')
  const head = page.inspect('/head')
  await new Promise((resolve) => setTimeout(resolve, 50))
  await browser.close()
  await ended
  expect((await head).failure!.values).toMatchObject({ reason: 'closed' })
  expect((await page.inspect('/')).failure!.values).toMatchObject({ reason: 'closed' })
})

test('a header value that the HTTP library refuses is named by its byte', async () => {
  const { origin } = await start((_request, response) => response.end())
  const { failure } = await browse()
    .page(origin)
    .inspect('/', { headers: { 'x-a': 'a\x7f' } })
  expect(failure!.values).toMatchObject({
    reason: 'invalid-request',
    detail: expect.stringContaining('the value of x-a has the byte 0x7f (DEL)') as string,
  })
})

describe('a certificate', () => {
  let server: Server
  let ca = ''
  beforeAll(async () => {
    const { ca: authority, ...pair } = await certificates()
    ca = authority
    server = await listen(createSecureServer(pair, (_request, response) => response.end('secret')))
  })
  afterAll(() => close(server))
  const at = (host: string): string => `https://${host}:${port(server)}/`

  test('of an unknown authority is a failure of TLS', async () => {
    const { failure } = await browse().page(at('localhost')).inspect('/')
    expect(failure!.values).toMatchObject({ reason: 'tls' })
  })

  test('is trusted by its authority, or without looking', async () => {
    const trusting = browse({ connect: { ca } })
    expect(await (await trusting.page(at('localhost')).fetch('/')).text()).toBe('secret')
    const careless = browse({ connect: { rejectUnauthorized: false } })
    expect(await (await careless.page(at('127.0.0.1')).fetch('/')).text()).toBe('secret')
  })

  test('of another name is a failure of TLS', async () => {
    const browser = browse({
      connect: {
        ca,
        lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }] as never),
      },
    })
    const { failure } = await browser.page(at('other.example')).inspect('/')
    expect(failure!.values).toMatchObject({ reason: 'tls' })
  })
})
