import { createServer } from 'node:http'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cors } from 'concors/node'
import { fetchApp } from '@concors/user-agent'
import type { App } from '@concors/user-agent'
import { lookalikes } from '../src/index.js'
import type { Question, Target } from '../src/index.js'
import '../src/vitest.js'

const APP = 'https://app.example.com'
const PUT_JSON = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' } as const

/** Answers everything with these headers; `{origin}` stands for the request's. */
function server(headers: Readonly<Record<string, string>>, status = 200): App {
  return fetchApp((request) => {
    const origin = request.headers.get('origin') ?? ''
    const filled = Object.entries(headers).map(([name, value]): [string, string] => [
      name,
      value.replace('{origin}', origin),
    ])
    return new Response(request.method === 'OPTIONS' ? null : 'x', { status, headers: filled })
  })
}

/** The message of the failed expectation. */
async function failure(expectation: Promise<void>): Promise<string> {
  const error = await expectation.then(
    () => null,
    (caught: unknown) => caught as Error,
  )
  return error?.message ?? 'it passed'
}

describe('toAllow', () => {
  test.each<[string, App, Question]>([
    ['an origin that is named', server({ 'access-control-allow-origin': APP }), { from: APP }],
    [
      'all origins by *',
      server({ 'access-control-allow-origin': '*' }),
      { from: [APP, 'null', 'http://localhost:3000/a'] },
    ],
    [
      'an error that is shared',
      server({ 'access-control-allow-origin': APP }, 500),
      { from: `${APP}/deep/page` },
    ],
    [
      'credentials',
      server({ 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'true' }),
      { from: APP, credentials: 'include' },
    ],
    [
      'what needs a preflight',
      server({
        'access-control-allow-origin': APP,
        'access-control-allow-methods': 'PUT',
        'access-control-allow-headers': 'content-type',
      }),
      { from: APP, ...PUT_JSON },
    ],
  ])('passes for %s', async (_what, target, question) => {
    await expect(target).toAllow(question)
    await expect(target).not.toRefuse(question)
    expect(await failure(expect(target).toRefuse(question))).toMatch(
      /^toRefuse: expected the page to be refused/,
    )
    expect(await failure(expect(target).not.toAllow(question))).toMatch(
      /^not.toAllow: expected the page to be refused/,
    )
  })

  test('fails with the exchange, the step and the fix', async () => {
    const target = server({ 'access-control-allow-origin': '*', 'access-control-allow-methods': '*' })
    const message = await failure(
      expect(target).toAllow({ from: APP, at: 'https://api.example.com', path: '/items', ...PUT_JSON }),
    )
    expect(message).toContain(`${APP} in chromium, firefox, webkit: header-disallowed-by-preflight-response`)
    expect(message).toContain('OPTIONS https://api.example.com/items')
    expect(message).toContain('[CORS-preflight fetch 7.7]')
    expect(message).toContain('+ Access-Control-Allow-Headers: content-type')
  })

  test('tells apart engines that differ', async () => {
    const target = server({ 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
    const question = { from: APP, headers: { authorization: 'Bearer secret-of-mine' } }
    await expect(target).toAllow(question)
    await expect(target).toRefuse({ ...question, in: 'standard' })
    const message = await failure(expect(target).toAllow({ ...question, in: ['chromium', 'standard'] }))
    expect(message).toContain(`${APP} in standard: authorization-not-covered-by-wildcard`)
    expect(message).not.toContain('secret-of-mine')
  })

  test('does not pass where only some are allowed, and neither does toRefuse', async () => {
    const target = server({ 'access-control-allow-origin': APP })
    const question = { from: [APP, 'https://other.example'] }
    expect(await failure(expect(target).toAllow(question))).toContain('https://other.example in chromium')
    expect(await failure(expect(target).toRefuse(question))).toContain(`${APP} in chromium`)
    expect(await failure(expect(target).not.toAllow(question))).toContain(`${APP} in chromium`)
    expect(await failure(expect(target).not.toRefuse(question))).toContain(
      'https://other.example in chromium',
    )
  })
})

describe('a server that the usual assertion passes', () => {
  // What tests commonly look at is one header of the answer to one request: here it is always there.
  const usual = async (target: App, init: RequestInit): Promise<string | null> => {
    const request = new Request('https://server.example/', {
      ...init,
      headers: { origin: APP },
    })
    const response = await (target as { fetch(request: Request): Promise<Response> }).fetch(request)
    return response.headers.get('access-control-allow-origin')
  }

  test.each<[string, App, Question, string]>([
    [
      'PUT without Access-Control-Allow-Methods',
      server({ 'access-control-allow-origin': APP }),
      { method: 'PUT' },
      'method-disallowed-by-preflight-response',
    ],
    [
      'a preflight that is redirected',
      server({ 'access-control-allow-origin': APP, location: '/login' }, 302),
      { method: 'PUT' },
      'preflight-disallowed-redirect',
    ],
    [
      '* with credentials',
      server({ 'access-control-allow-origin': '*', 'access-control-allow-credentials': 'true' }),
      { credentials: 'include' },
      'wildcard-origin-not-allowed',
    ],
    [
      'True instead of true',
      server({ 'access-control-allow-origin': APP, 'access-control-allow-credentials': 'True' }),
      { credentials: 'include' },
      'invalid-allow-credentials',
    ],
    [
      'two origins',
      server({ 'access-control-allow-origin': `${APP}, https://b.example` }),
      {},
      'multiple-allow-origin-values',
    ],
    ['a trailing slash', server({ 'access-control-allow-origin': `${APP}/` }), {}, 'allow-origin-mismatch'],
  ])('is refused where it answers %s', async (_what, target, question, code) => {
    const { method = 'GET', credentials = 'omit' } = question
    expect(await usual(target, { method, credentials })).not.toBeNull()
    expect(await failure(expect(target).toAllow({ from: APP, ...question, in: 'chromium' }))).toContain(code)
    await expect(target).toRefuse({ from: APP, ...question })
  })
})

describe('toRefuse', () => {
  test.each<[string, (origin: string) => boolean, readonly string[]]>([
    ['nothing but the origin', (origin) => origin === APP, []],
    [
      'everything',
      () => true,
      [
        'null',
        'scheme',
        'port',
        'prefix',
        'suffix',
        'suffix',
        'subdomain',
        'sibling',
        'dot',
        'case',
        'userinfo',
      ],
    ],
    ['null', (origin) => origin === 'null', ['null']],
    ['what begins with it', (origin) => origin.startsWith(APP), ['port', 'prefix', 'userinfo']],
    [
      'what ends with it',
      (origin) => origin.endsWith('example.com'),
      ['scheme', 'suffix', 'suffix', 'subdomain', 'sibling', 'dot'],
    ],
    [
      'its subdomains',
      (origin) => origin.endsWith('.example.com'),
      ['scheme', 'suffix', 'subdomain', 'sibling'],
    ],
    ['a pattern with a bare dot', (origin) => /^https:\/\/app.example.com$/.test(origin), ['dot']],
    ['any case', (origin) => origin.toLowerCase() === APP, ['case']],
    ['any port', (origin) => /^https:\/\/app\.example\.com(?::\d+)?$/.test(origin), ['port']],
  ])('finds who gets in where the server trusts %s', async (_what, trusts, kinds) => {
    const target = fetchApp(({ headers }) => {
      const origin = headers.get('origin')!
      return new Response('x', trusts(origin) ? { headers: { 'access-control-allow-origin': origin } } : {})
    })
    const message = await failure(expect(target).toRefuse({ from: lookalikes(APP) }))
    const found = [...message.matchAll(/^ {2}\S+ \((\w+)\) in chromium, firefox, webkit: it /gm)].map(
      ([, kind]) => kind,
    )
    expect(found).toEqual(kinds)
  })

  test('passes for a policy of concors', async () => {
    const app = express()
    app.use(cors({ allowOrigins: [APP], allowCredentials: true, allowMethods: ['PUT'] }))
    app.put('/', (_request, response) => void response.json({}))
    await expect(app).toAllow({ from: APP, method: 'PUT', credentials: 'include' })
    await expect(app).toRefuse({ from: lookalikes(APP), method: 'PUT' })
  })
})

describe('toExpose', () => {
  const target = server({
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'x-total, x-page',
    'x-total': '3',
    'x-hidden': '1',
    'set-cookie': 'a=1',
  })

  test('passes for what every page sees', async () => {
    await expect(target).toExpose('X-Total', { from: APP })
    await expect(target).toExpose(['x-total', 'content-type'], { from: [APP, 'null'] })
    await expect(target).not.toExpose('x-hidden', { from: APP })
    await expect(target).not.toExpose(['x-total', 'x-hidden'], { from: APP })
  })

  test.each([
    ['x-hidden', /It hides x-hidden unless it answers with Access-Control-Expose-Headers: x-hidden/],
    ['x-page', /The server did not send x-page\./],
    ['set-cookie', /No page ever sees set-cookie\./],
  ])('says of %s why no page sees it', async (name, why) => {
    expect(await failure(expect(target).toExpose(['x-total', name], { from: APP }))).toMatch(why)
  })

  test('fails for a page that may not read the answer at all', async () => {
    const message = await failure(expect(server({ 'x-total': '3' })).toExpose('x-total', { from: APP }))
    expect(message).toContain('missing-allow-origin-header')
  })

  test('turned around fails for what a page sees', async () => {
    expect(await failure(expect(target).not.toExpose('x-total', { from: APP }))).toMatch(
      /not to see x-total, and it does/,
    )
  })

  test('looks at a response that somebody has', async () => {
    const response = new Response(null, { headers: { 'x-total': '3' } })
    await expect(response).toExpose('x-total')
    await expect(response).not.toExpose('x-other')
    expect(await failure(expect(response).toExpose(['x-total', 'x-other']))).toBe(
      'expected the page to see x-other; it sees x-total',
    )
    expect(await failure(expect(response).not.toExpose('x-total'))).toMatch(
      /not to see x-total; it sees x-total/,
    )
    expect(await failure(expect(new Response()).toExpose('x-total'))).toMatch(/it sees no header/)
  })
})

describe('what is asked', () => {
  const headers = { 'access-control-allow-origin': '*' }
  const koa = new Koa().use((context) => {
    context.set(headers)
  })
  const hono = new Hono().use(honoCors()).get('/', (context) => context.text('x'))
  const fast = fastify()
  fast.get('/', (_request, reply) => reply.headers(headers).send('x'))
  const node = createServer((_request, response) => response.writeHead(200, headers).end())
  const listening = createServer((_request, response) => response.writeHead(200, headers).end())
  let url = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
    const address = listening.address()
    url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
  })
  afterAll(async () => {
    await fast.close()
    await new Promise((resolve) => listening.close(resolve))
  })

  test.each<[string, () => Target]>([
    ['an Express app', () => express().get('/', (_request, response) => void response.set(headers).end())],
    ['a Koa app', () => koa],
    ['a Koa callback', () => koa.callback()],
    ['a Hono app', () => hono],
    ['a Fastify instance', () => fast],
    ['a server that does not listen', () => node],
    ['a server that listens', () => listening],
    ['a URL', () => url],
    ['a URL object', () => new URL(url)],
  ])('may be %s', async (_what, target) => {
    await expect(target()).toAllow({ from: 'http://app.example.com' })
  })
})

describe('a server without an answer passes nothing', () => {
  test.each<[string, Target, RegExp]>([
    ['throws', fetchApp(() => Promise.reject(new Error('boom'))), /threw \(?Error: boom/],
    [
      'throws as a listener',
      () => {
        throw new Error('boom')
      },
      /threw \(Error: boom\)/,
    ],
    ['hangs', () => {}, /did not answer within 50 ms/],
    ['hangs as a Fetch app', fetchApp(() => new Promise<Response>(() => {})), /did not answer within 50 ms/],
    ['answers with no Response', fetchApp(() => 'x' as never), /returned a string, not a Response/],
    [
      'answers twice',
      (_request, response) => {
        response.end('first')
        response.end('second')
      },
      /answered twice/,
    ],
    ['does not run', 'http://127.0.0.1:2', /refused/],
  ])('where it %s', async (_what, target, why) => {
    for (const expectation of [
      () => expect(target).toAllow({ from: 'http://app.example', timeout: 50 }),
      () => expect(target).not.toAllow({ from: 'http://app.example', timeout: 50 }),
      () => expect(target).toRefuse({ from: 'http://app.example', timeout: 50 }),
      () => expect(target).not.toRefuse({ from: 'http://app.example', timeout: 50 }),
      () => expect(target).toExpose('x', { from: 'http://app.example', timeout: 50 }),
      () => expect(target).not.toExpose('x', { from: 'http://app.example', timeout: 50 }),
    ]) {
      const message = await failure(expectation())
      expect(message).toMatch(/the server gave no answer \(.*that is not CORS/s)
      expect(message).toMatch(why)
    }
  })
})

describe('where no engine asks the server', () => {
  const evil = 'https://evil.example'

  test.each<[string, Target, Question, RegExp]>([
    ['from https to http', 'http://api.example.com/', { from: evil }, /mixed-content/],
    [
      'from https to an app at http',
      server({}),
      { from: evil, at: 'http://api.example.com' },
      /mixed-content/,
    ],
    ['at a port that browsers block', 'http://127.0.0.1:1/', { from: 'http://evil.example' }, /bad-port/],
    [
      'for one of several pages',
      server({}),
      { from: ['http://evil.example', evil], at: 'http://api.example.com' },
      /mixed-content/,
    ],
  ])('%s, nothing is passed', async (_what, target, question, why) => {
    for (const expectation of [
      () => expect(target).toRefuse(question),
      () => expect(target).not.toAllow(question),
      () => expect(target).not.toExpose('x', question),
    ]) {
      const message = await failure(expectation())
      expect(message).toMatch(/the browser does not ask the server at all \(.*that is not CORS/s)
      expect(message).toMatch(why)
    }
    expect(await failure(expect(target).toAllow(question))).toMatch(why)
  })

  test('one engine that asks is enough', async () => {
    // WebKit does not load from http loopback hosts.
    await expect(server({})).toRefuse({ from: evil, at: 'http://127.0.0.1:3000' })
  })
})

describe('a question', () => {
  test.each<[string, NonNullable<Question['headers']>]>([
    ['an object', { 'x-id': '1' }],
    ['a list', [['x-id', '1']]],
    ['a Headers', new Headers({ 'x-id': '1' })],
    ['a Map', new Map([['x-id', '1']])],
  ])('has the headers of %s', async (_what, headers) => {
    const app = server({ 'access-control-allow-origin': '*' })
    await expect(app).toRefuse({ from: APP, headers })
    await expect(app).toAllow({ from: APP })
  })

  test.each([['//evil.example/x'], ['/\\evil.example/x']])(
    'for the path %s stays with the server',
    async (path) => {
      await expect(server({ 'access-control-allow-origin': '*' })).toAllow({ from: APP, path })
    },
  )
})

describe('a wrong question', () => {
  test.each<[string, unknown, unknown, RegExp]>([
    ['no page', {}, server({}), /^toAllow: say which page asks: \{ from:/],
    [
      'an unknown option',
      { form: APP },
      server({}),
      /^toAllow: unknown option "form"; known: from, path, at/,
    ],
    [
      'a page that is no URL',
      { from: 'app.example.com' },
      server({}),
      /^toAllow: from is the URL or origin of a page, .* not "app.example.com"/,
    ],
    ['no page in a list', { from: [] }, server({}), /^toAllow: from is an empty list/],
    [
      'an unknown engine',
      { from: APP, in: 'opera' },
      server({}),
      /^toAllow: in is one of chromium, firefox, webkit, standard, not "opera"/,
    ],
    ['no engine', { from: APP, in: [] }, server({}), /^toAllow: in is a list of chromium, firefox, webkit/],
    [
      'unknown credentials',
      { from: APP, credentials: true },
      server({}),
      /^toAllow: credentials is one of omit, same-origin, include, not true/,
    ],
    ['a timeout that is none', { from: APP, timeout: 0 }, server({}), /^toAllow: timeout is a whole number/],
    [
      'a path without its slash',
      { from: APP, path: 'items' },
      server({}),
      /^toAllow: path begins with a slash/,
    ],
    [
      'a place that is no origin',
      { from: APP, at: 'api' },
      server({}),
      /^toAllow: at is the origin of a server/,
    ],
    ['no object', APP, server({}), /^toAllow takes an object, like \{ from:/],
    [
      'a method that no page may use',
      { from: APP, method: 'TRACE' },
      server({}),
      /^toAllow: no page could ask this: .*TRACE/,
    ],
    ['a method that is no text', { from: APP, method: 5 }, server({}), /^toAllow: method is text, .* not 5/],
    ['headers that are none', { from: APP, headers: 'x: 1' }, server({}), /^toAllow: headers are an object/],
    ['a URL that is none', { from: APP }, '/items', /^toAllow: "\/items" is no URL of a server/],
    ['no server', { from: APP }, undefined, /^toAllow: expect\(\) got undefined, which is no server/],
    [
      'an object that is no server',
      { from: APP },
      {},
      /got an object without a method fetch, which is no server/,
    ],
    ['an instance that is no server', { from: APP }, new Map(), /got an object of the class Map/],
    ['a number', { from: APP }, 80, /got a number, which is no server/],
    ['a server that nothing listens to', { from: APP }, createServer(), /got an object of the class Server/],
  ])('with %s is refused before anything is asked', async (_what, question, target, message) => {
    await expect((async () => expect(target).toAllow(question as Question))()).rejects.toThrow(message)
    await expect((async () => expect(target).not.toAllow(question as Question))()).rejects.toThrow(TypeError)
  })

  test.each([[''], [[]], [undefined], [[1]]])('for the header %j is refused', async (names) => {
    const expectation = async (): Promise<void> => expect(server({})).toExpose(names as string, { from: APP })
    await expect(expectation()).rejects.toThrow(/^toExpose takes the name of a header, or a list of names/)
  })
})
