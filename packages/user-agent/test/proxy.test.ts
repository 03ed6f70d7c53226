import { createServer, request as httpRequest } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Failure } from 'concors'
import { createUserAgent } from '../src/index.js'
import type { UserAgentOptions } from '../src/index.js'
import { nodeListener } from './support/apps.js'
import { scripted } from './support/scripted.js'
import type { Echo } from './support/scripted.js'
import { certificates, close, listen, port } from './support/targets.js'

/** What the proxy was asked for: in absolute form, or to connect. */
const asked: string[] = []

/** A proxy's server forgets these. */
const tunnels = new Set<Duplex>()

/** A proxy for `http:` in absolute form, and a tunnel by CONNECT. `user:pass` is needed for `/auth`. */
function createProxy(): Server {
  const proxy = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (request.url!.includes('needs-auth')) {
      response.writeHead(407).end()
      return
    }
    const { method, headers } = request
    const forwarded = httpRequest(request.url!, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.rawHeaders)
      answer.pipe(response)
    })
    request.pipe(forwarded)
  })
  proxy.on('connect', (request, socket) => {
    tunnels.add(socket)
    asked.push(`CONNECT ${request.url}`)
    const [host, to] = request.url!.split(':')
    if (host === 'stalls.example') return
    if (host!.endsWith('.example')) {
      socket.end(`HTTP/1.1 ${host === 'auth.example' ? 407 : 502} No\r\n\r\n`)
      return
    }
    const target = connect(Number(to), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    socket.on('error', () => target.destroy())
    target.on('error', () => socket.destroy())
  })
  return proxy
}

const proxy = createProxy()
const server = createServer(nodeListener)
let secure: Server
let ca = ''
beforeAll(async () => {
  const { ca: authority, ...pair } = await certificates()
  ca = authority
  secure = createSecureServer(pair, nodeListener)
  await Promise.all([listen(proxy), listen(server), listen(secure)])
})
afterAll(async () => {
  for (const tunnel of tunnels) tunnel.destroy()
  await Promise.all([close(proxy), close(server), close(secure)])
})

function browse(options: UserAgentOptions = {}) {
  return createUserAgent({
    proxy: `http://127.0.0.1:${port(proxy)}`,
    connect: { ca },
    ...options,
  })
}
const echo = scripted({ headers: [['access-control-allow-origin', '*']], echo: true })

test('http: goes through a proxy in absolute form, with every line of a header', async () => {
  const browser = browse()
  const page = browser.page(`http://127.0.0.1:${port(server)}/`)
  const headers = new page.Headers([
    ['x-a', '1'],
    ['x-a', '2'],
  ])
  const told = (await (await page.fetch(echo, { headers })).json()) as Echo
  expect(told.headers).toMatchObject({ 'x-a': '1, 2', host: `127.0.0.1:${port(server)}` })
  expect(asked.at(-1)).toBe(`GET http://127.0.0.1:${port(server)}${echo}`)
  await browser.close()
})

test('https: goes through a tunnel, which sees nothing but the host', async () => {
  const browser = browse()
  const response = await browser
    .page('https://app.example/')
    .fetch(`https://127.0.0.1:${port(secure)}${echo}`)
  expect(((await response.json()) as Echo).method).toBe('GET')
  expect(asked.at(-1)).toBe(`CONNECT 127.0.0.1:${port(secure)}`)
  await browser.close()
})

test.each([
  ['http://api.example/needs-auth', 'proxy-authentication-required', undefined],
  ['https://auth.example/', 'proxy-authentication-required', undefined],
  ['https://api.example/', 'network-failure', /The proxy http:.* answered 502 instead of connecting/],
  ['https://stalls.example/', 'network-failure', /did not answer within 300 ms/],
])('%s is %s', async (url, code, detail) => {
  const browser = browse({ timeout: 300 })
  const { failure } = await browser.page(url).inspect('/needs-auth')
  expect(failure!.code).toBe(code)
  if (detail !== undefined) expect(failure!.values['detail']).toMatch(detail)
  await browser.close()
})

describe.each(['http:', 'https:'])('on the way to an %s server', (scheme) => {
  test.each<[string, UserAgentOptions, string, string]>([
    [
      'that is not there',
      { proxy: 'http://user:secret@127.0.0.1:9' },
      'refused',
      'Nothing listens at the proxy http://127.0.0.1:9 (ECONNREFUSED)',
    ],
    [
      'that has no address',
      { proxy: { uri: 'http://no-such-host.invalid:8080' } },
      'dns',
      'The name of the proxy http://no-such-host.invalid:8080 could not be resolved (ENOTFOUND)',
    ],
  ])('a proxy %s is at fault, not the server', async (_what, options, reason, detail) => {
    const browser = createUserAgent(options)
    const { failure } = await browser.page(`${scheme}//api.example/`).inspect('/')
    expect(failure!.values).toMatchObject({ reason, detail: detail.replace('ENOTFOUND', dnsCode(failure)) })
    await browser.close()
  })
})

/** A machine without a network says otherwise than one with it. */
function dnsCode(failure: Failure | null): string {
  return String(failure!.values['detail']).includes('EAI_AGAIN') ? 'EAI_AGAIN' : 'ENOTFOUND'
}
