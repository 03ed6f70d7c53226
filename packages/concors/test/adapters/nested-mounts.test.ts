import { createServer } from 'node:http'
import express from 'express'
import { fastify as createFastify } from 'fastify'
import type { FastifyInstance } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PolicySource } from '../../src/node.js'
import { EVIL } from './app.js'
import type { Answer } from './app.js'
import { ask, close, listen } from './listen.js'

const A = 'https://a.example'
const OUTER: PolicySource = { allowOrigins: [A], allowMethods: ['PUT'] }
const INNER: PolicySource = { allowOrigins: [EVIL as 'https://x'], allowMethods: ['DELETE'] }
const PREFLIGHT = { origin: A, 'access-control-request-method': 'PUT' }
const INNER_PREFLIGHT = { origin: EVIL, 'access-control-request-method': 'DELETE' }

/** What is behind the adapters: it says 401 and much more to everything. */
const HANDLED = { 'Content-Type': 'text/plain', 'Set-Cookie': 'a=1', 'WWW-Authenticate': 'Basic' }
const handler = vi.fn()

type Ask = (method: string, path: string, headers?: Record<string, string>) => Promise<Answer>

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of closing.splice(0)) await end()
})

async function served(listener: Parameters<typeof createServer>[1]): Promise<Ask> {
  const server = createServer(listener)
  closing.push(() => close(server))
  const port = await listen(server)
  return (...parts) => ask(port, ...parts)
}

async function asked(handle: (request: Request) => Response | Promise<Response>, ...parts: Parameters<Ask>) {
  const [method, path, headers = {}] = parts
  const response = await handle(new Request(`https://api.example${path}`, { method, headers }))
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}

/** How adapters are mounted: at a path, the next ones behind the ones before where the paths agree. */
type Mounts = readonly (readonly [path: string, source: PolicySource])[]

/** The modules are loaded anew for each test, since adapters know of each other. */
const frameworks: Readonly<Record<string, (mounts: Mounts, onConflict: () => void) => Promise<Ask>>> = {
  async 'node:http'(mounts, onConflict) {
    const { cors } = await import('../../src/node.js')
    const adapters = mounts.map(([path, source]) => [path, cors(source, { onConflict })] as const)
    return served(async (request, response) => {
      for (const [path, share] of adapters) {
        if (request.url!.startsWith(path) && (await share(request, response))) return
      }
      handler(request.method, request.url)
      response.writeHead(401, HANDLED)
      response.write('no')
      response.end()
    })
  },
  async express(mounts, onConflict) {
    const { cors } = await import('../../src/node.js')
    const app = express()
    for (const [path, source] of mounts) app.use(path, cors(source, { onConflict }))
    app.use(({ method, url }, response) => {
      handler(method, url)
      response.status(401).set(HANDLED).send('no')
    })
    return served(app)
  },
  async koa(mounts, onConflict) {
    const { cors } = await import('../../src/koa.js')
    const app = new Koa()
    for (const [path, source] of mounts) {
      const share = cors(source, { onConflict })
      app.use((context, next) => (context.path.startsWith(path) ? share(context, next) : next()))
    }
    app.use((context) => {
      handler(context.method, context.url)
      context.throw(401, 'no', { headers: HANDLED })
    })
    app.silent = true
    return served(app.callback())
  },
  async fastify(mounts, onConflict) {
    const { cors } = await import('../../src/fastify.js')
    const app = createFastify()
    app.get('/y', async () => 'never')
    for (const [prefix, source] of mounts) {
      const share = cors(source, { onConflict })
      if (prefix === '/') await app.register(share)
      else {
        const mount = async (scope: FastifyInstance): Promise<void> => {
          await scope.register(share)
          scope.put('/x', async () => 'never')
          scope.get('/y', async () => 'never')
        }
        await app.register(mount, { prefix })
      }
    }
    app.setNotFoundHandler(({ method, url }, reply) => {
      handler(method, url)
      return reply.code(401).headers(HANDLED).send('no')
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    closing.push(() => app.close())
    return (...parts) => ask((app.server.address() as { port: number }).port, ...parts)
  },
  async hono(mounts, onConflict) {
    const { cors } = await import('../../src/hono.js')
    const app = new Hono()
    for (const [path, source] of mounts)
      app.use(`${path === '/' ? '' : path}/*`, cors(source, { onConflict }))
    app.all('*', ({ req, body }) => {
      handler(req.method, req.path)
      return body('no', 401, HANDLED)
    })
    return (...parts) => asked((request) => app.fetch(request), ...parts)
  },
  async fetch(mounts, onConflict) {
    const { cors } = await import('../../src/fetch.js')
    const last = (request: Request): Response => {
      handler(request.method, new URL(request.url).pathname)
      throw new Error('no')
    }
    const handle = mounts
      .toReversed()
      .reduce<(request: Request) => Response | Promise<Response>>((behind, [path, source]) => {
        const shared = cors(source, { onConflict })(behind)
        return (request) => (new URL(request.url).pathname.startsWith(path) ? shared : behind)(request)
      }, last)
    return (...parts) => asked(handle, ...parts)
  },
}

beforeEach(() => {
  vi.resetModules()
  handler.mockClear()
})

const fields = ({ headers }: Answer, name: string): string[] =>
  headers.filter(([own]) => own === name).map(([, value]) => value)

describe.each(Object.entries(frameworks))('On %s', (_, mount) => {
  test('one adapter answers preflights before anything behind it runs', async () => {
    const ask = await mount([['/', OUTER]], () => {})
    expect((await ask('OPTIONS', '/x', PREFLIGHT)).status).toBe(204)
    expect((await ask('OPTIONS', '/x', INNER_PREFLIGHT)).status).toBe(403)
    expect(handler).not.toHaveBeenCalled()
  })

  test('the inner of two decides preflights, the first and all others, and what lies between is not heard', async () => {
    const onConflict = vi.fn()
    const ask = await mount(
      [
        ['/', OUTER],
        ['/in', INNER],
      ],
      onConflict,
    )
    for (let i = 0; i < 2; i++) {
      const granted = await ask('OPTIONS', '/in/x', INNER_PREFLIGHT)
      expect([granted.status, fields(granted, 'access-control-allow-methods')]).toEqual([204, ['DELETE']])
      expect((await ask('OPTIONS', '/in/x', PREFLIGHT)).status).toBe(403)
      const outer = await ask('OPTIONS', '/x', PREFLIGHT)
      expect([outer.status, outer.body, fields(outer, 'access-control-allow-methods')]).toEqual([
        204,
        '',
        ['PUT'],
      ])
      for (const header of Object.keys(HANDLED)) expect(fields(outer, header.toLowerCase())).toEqual([])
      expect((await ask('OPTIONS', '/x', INNER_PREFLIGHT)).status).toBe(403)
    }
    // One of each adapter.
    expect(onConflict).toHaveBeenCalledTimes(2)
  })

  test('the innermost of three decides', async () => {
    const middle: PolicySource = { allowOrigins: [A], allowMethods: ['PATCH'], preflightStatus: 200 }
    const ask = await mount(
      [
        ['/', OUTER],
        ['/', middle],
        ['/in', INNER],
      ],
      () => {},
    )
    for (let i = 0; i < 2; i++) {
      const statuses = [
        await ask('OPTIONS', '/in/x', INNER_PREFLIGHT),
        await ask('OPTIONS', '/in/x', PREFLIGHT),
        await ask('OPTIONS', '/x', { origin: A, 'access-control-request-method': 'PATCH' }),
        await ask('OPTIONS', '/x', PREFLIGHT),
      ]
      expect(statuses.map(({ status, body }) => [status, body])).toEqual([
        [204, ''],
        [403, ''],
        [200, ''],
        [403, ''],
      ])
    }
  })

  test('adapters side by side are met once, and then answer before anything behind them', async () => {
    const onConflict = vi.fn()
    const ask = await mount(
      [
        ['/one', OUTER],
        ['/two', INNER],
      ],
      onConflict,
    )
    for (let i = 0; i < 2; i++) {
      handler.mockClear()
      expect((await ask('OPTIONS', '/one/x', PREFLIGHT)).status).toBe(204)
      expect((await ask('OPTIONS', '/two/x', INNER_PREFLIGHT)).status).toBe(204)
    }
    expect(handler).not.toHaveBeenCalled()
    expect(onConflict).not.toHaveBeenCalled()
  })

  test('an inner one that covers other paths only leaves the answer to the outer one', async () => {
    const { definePolicies } = await import('../../src/index.js')
    const ask = await mount(
      [
        ['/', OUTER],
        ['/in', definePolicies({ '/in/y': INNER as never })],
      ],
      () => {},
    )
    expect((await ask('OPTIONS', '/in/x', PREFLIGHT)).status).toBe(204)
    const origin = { origin: EVIL, 'access-control-request-method': 'DELETE' }
    expect((await ask('OPTIONS', '/in/y', origin)).status).toBe(204)
  })

  test('resolvers wait as lists do', async () => {
    const resolver = (allowed: string, method: string): PolicySource => ({
      allowOrigins: { resolve: async ({ origin }) => origin === allowed },
      allowMethods: [method],
    })
    const ask = await mount(
      [
        ['/', resolver(A, 'PUT')],
        ['/in', resolver(EVIL, 'DELETE')],
      ],
      () => {},
    )
    expect((await ask('OPTIONS', '/in/x', INNER_PREFLIGHT)).status).toBe(204)
    expect((await ask('OPTIONS', '/in/x', PREFLIGHT)).status).toBe(403)
    expect((await ask('OPTIONS', '/x', PREFLIGHT)).status).toBe(204)
  })

  test('rejectDisallowed of the outer one is a gate before the inner one', async () => {
    const ask = await mount(
      [
        ['/', { ...OUTER, rejectDisallowed: true } as PolicySource],
        ['/in', INNER],
      ],
      () => {},
    )
    expect((await ask('POST', '/in/x', { origin: EVIL })).status).toBe(403)
    expect(handler).not.toHaveBeenCalled()
  })
})

test('What is written in place of an answer that waits is called back', async () => {
  const { cors } = await import('../../src/node.js')
  const outer = cors(OUTER)
  // It has met no request, and may be anywhere.
  cors(INNER)
  const calledBack = vi.fn()
  const ask = await served((request, response) => {
    expect(outer(request, response)).toBe(false)
    response.setHeader('X-Kept', '1')
    response.statusMessage = 'Fine'
    response.write('x', () => calledBack('write'))
    response.write('y', 'utf8')
    response.end(() => calledBack('end'))
  })
  const { status, headers, body } = await ask('OPTIONS', '/', PREFLIGHT)
  expect([status, body, headers.some(([name]) => name === 'x-kept')]).toEqual([204, '', false])
  await vi.waitFor(() => expect(calledBack.mock.calls).toEqual([['write'], ['end']]))
})

describe('In a scope of Fastify', () => {
  test('a preflight is answered though OPTIONS has no route, and any other OPTIONS finds what it found', async () => {
    const { cors } = await import('../../src/fastify.js')
    const { definePolicies } = await import('../../src/index.js')
    const app = createFastify()
    app.options('/late', async () => 'own')
    await app.register(
      async (scope) => {
        await scope.register(
          cors(definePolicies({ '/api/*': OUTER as never, '/api/v/none': INNER as never })),
        )
        scope.put('/', async () => 'root')
        scope.put('/x', async () => 'x')
        scope.get('/x', async () => 'x')
        scope.options('/x', async () => 'own')
        scope.route({ method: ['GET', 'OPTIONS'], url: '/both', handler: async () => 'both' })
        scope.put('/v', { constraints: { version: '1.0.0', host: 'api.example' } }, async () => 'v')
        await scope.register(async (child) => child.put('/child/:id', async () => 'child'), { prefix: '/in' })
      },
      { prefix: '/api' },
    )
    app.put('/outside', async () => 'outside')
    const status = async (url: string, headers: Record<string, string> = PREFLIGHT): Promise<number> =>
      (await app.inject({ method: 'OPTIONS', url, headers: { host: 'api.example', ...headers } })).statusCode
    for (const url of ['/api', '/api/', '/api/x', '/api/both', '/api/v', '/api/in/child/1']) {
      expect([url, await status(url)]).toEqual([url, 204])
    }
    expect(await status('/outside')).toBe(404)
    expect((await app.inject({ method: 'OPTIONS', url: '/api/x', headers: { origin: A } })).body).toBe('own')
    expect(await status('/api/in/child/1', { origin: A })).toBe(404)
    expect(await status('/late')).toBe(200)
    await app.close()
  })

  test('a path that no policy covers has no preflight route to be seen', async () => {
    const { cors } = await import('../../src/fastify.js')
    const { definePolicies } = await import('../../src/index.js')
    const app = createFastify()
    await app.register(async (scope) => {
      await scope.register(cors(definePolicies({ '/x': OUTER as never })))
      scope.put('/y', async () => 'y')
    })
    const answer = await app.inject({ method: 'OPTIONS', url: '/y', headers: PREFLIGHT })
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([404, undefined])
    await app.close()
  })
})
