import { createServer } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { fastify as createFastify } from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { cors as fastifyCors } from '../../src/fastify.js'
import { cors as fetchCors } from '../../src/fetch.js'
import { cors as honoCors } from '../../src/hono.js'
import { definePolicies } from '../../src/index.js'
import { cors as koaCors } from '../../src/koa.js'
import { cors } from '../../src/node.js'
import type { PolicySource } from '../../src/fetch.js'
import type { PolicyOptions } from '../../src/index.js'
import { EVIL } from './app.js'
import { ask, ask2, close, listen } from './listen.js'

const A = 'https://a.example'
const OPTIONS: PolicyOptions = { allowOrigins: [A], allowMethods: ['PUT'] }
const PREFLIGHT = { origin: A, 'access-control-request-method': 'PUT' }

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of closing.splice(0)) await end()
})

async function serve(handler: Handler): Promise<number> {
  const server = createServer(handler)
  closing.push(() => close(server))
  return listen(server)
}

/** What a handler behind the adapter has on the wire for an allowed origin. */
async function wireOf(handler: Handler): Promise<Record<string, string[]>> {
  const share = cors(OPTIONS)
  const port = await serve((request, response) => {
    if (share(request, response) !== true) handler(request, response)
  })
  const { headers } = await ask(port, 'GET', '/', { origin: A })
  const names = ['vary', 'access-control-allow-origin', 'x-kept']
  return Object.fromEntries(
    names.map((name) => [name, headers.filter(([own]) => own === name).map(([, value]) => value)]),
  )
}

describe('A handler on node:http that', () => {
  const right: Record<string, string[]> = {
    vary: ['Origin'],
    'access-control-allow-origin': [A],
    'x-kept': [],
  }

  test.each<readonly [what: string, handler: Handler, wire: Record<string, string[]>]>([
    ['flushes before it writes', (_, response) => (response.flushHeaders(), response.end('x')), {}],
    ['writes no head at all', (_, response) => response.end(), {}],
    ['varies by everything', (_, response) => response.setHeader('Vary', '*').end(), { vary: ['*'] }],
    [
      'varies by Origin already',
      (_, response) => response.setHeader('vary', 'origin, Accept').end(),
      { vary: ['origin, Accept'] },
    ],
    ['has an empty Vary', (_, response) => response.setHeader('Vary', ', ,').end(), {}],
    [
      'says Vary line by line',
      (_, response) => response.setHeader('Vary', ['A', 'B']).end(),
      { vary: ['A, B, Origin'] },
    ],
    [
      'writes a head with a status message and a list',
      (_, response) => response.writeHead(200, 'Fine', ['Vary', 'A', 'X-Kept', '1', 'x-kept', '2']).end(),
      { vary: ['A, Origin'], 'x-kept': ['1', '2'] },
    ],
    [
      'writes undefined and numbers',
      (_, response) =>
        response.writeHead(200, { 'X-Kept': 1, 'X-Left-Out': undefined, Vary: ['A', 'B'] }).end(),
      { vary: ['A, B, Origin'], 'x-kept': ['1'] },
    ],
    [
      'informs first',
      (_, response) => {
        response.writeEarlyHints({ link: '</x>; rel=preload' })
        response.end()
      },
      {},
    ],
    [
      'writes a head twice',
      (_, response) => {
        response.writeHead(200)
        expect(() => response.writeHead(500)).toThrow(/ERR_HTTP_HEADERS_SENT|after they are sent/)
        response.end()
      },
      {},
    ],
    [
      'gives half a pair',
      (_, response) => {
        expect(() => response.writeHead(200, ['X-Kept'])).toThrow(TypeError)
        response.end()
      },
      {},
    ],
  ])('%s', async (_, handler, wire) => {
    expect(await wireOf(handler)).toEqual({ ...right, ...wire })
  })

  test.each([false, true])(
    'has a header named __proto__ keeps it, after another was set: %j',
    async (sets) => {
      const share = cors(OPTIONS)
      const port = await serve((request, response) => {
        void share(request, response)
        if (sets) response.setHeader('X-Kept', '1')
        response.writeHead(200, { ['__proto__']: '1' }).end()
      })
      const { headers } = await ask(port, 'GET', '/', { origin: A })
      expect(headers).toContainEqual(['__proto__', '1'])
      expect(headers).toContainEqual(['access-control-allow-origin', A])
    },
  )

  test('varies by its own is left alone where the policy does not vary', async () => {
    const share = cors({ allowOrigins: '*' })
    const port = await serve((request, response) => {
      if (share(request, response) === true) return
      response.writeHead(200, { Vary: 'Accept-Encoding' })
      response.end()
    })
    const fields = Object.fromEntries((await ask(port, 'GET', '/')).headers)
    expect(fields).toMatchObject({ vary: 'Accept-Encoding', 'access-control-allow-origin': '*' })
  })

  test('ends after the page has gone', async () => {
    const port = await serve((request, response) => {
      cors(OPTIONS)(request, response, () => {
        response.destroy()
        response.end('x')
      })
    })
    await expect(ask(port, 'GET', '/', { origin: A })).rejects.toThrow('hang up')
  })
})

describe('Middleware around the adapter', () => {
  test('that set headers before a preflight keeps them, but for those of the policy', async () => {
    const port = await serve((request, response) => {
      response.setHeader('X-Powered-By', 'me')
      response.setHeader('Vary', 'Accept-Encoding')
      response.setHeader('Access-Control-Allow-Private-Network', 'true')
      cors(OPTIONS)(request, response, () => response.end())
    })
    const { status, headers } = await ask(port, 'OPTIONS', '/', PREFLIGHT)
    const fields = Object.fromEntries(headers)
    expect([status, fields['x-powered-by'], fields['access-control-allow-private-network']]).toEqual([
      204,
      'me',
      undefined,
    ])
    expect(fields['vary']).toMatch(/^Accept-Encoding, Origin, /)
  })

  test('that wraps writeHead, before or after, still has its say', async () => {
    const port = await serve((request, response) => {
      const wrap = (name: string): void => {
        const original = Reflect.get(response, 'writeHead') as (...parts: unknown[]) => ServerResponse
        response.writeHead = function (this: ServerResponse, ...parts: unknown[]) {
          this.setHeader(name, '1')
          return Reflect.apply(original, this, parts) as ServerResponse
        } as typeof response.writeHead
      }
      wrap('x-before')
      cors(OPTIONS)(request, response, () => {
        wrap('x-after')
        response.end()
      })
    })
    const fields = Object.fromEntries((await ask(port, 'GET', '/', { origin: A })).headers)
    expect(fields).toMatchObject({ 'x-before': '1', 'x-after': '1', 'access-control-allow-origin': A })
  })

  test.each([
    ['GET', '/', { origin: A }, 200],
    ['OPTIONS', '/', PREFLIGHT, 204],
  ] as const)(
    'that takes a list for pairs, as on-headers before 1.1, is given none: %s',
    async (method, path, fields, status) => {
      const port = await serve((request, response) => {
        const original = Reflect.get(response, 'writeHead') as (...parts: unknown[]) => ServerResponse
        response.writeHead = function (this: ServerResponse, code: number, headers?: object) {
          if (Array.isArray(headers)) for (const [name, value] of headers) this.setHeader(name, value)
          else for (const [name, value] of Object.entries(headers ?? {})) this.setHeader(name, value)
          return Reflect.apply(original, this, [code]) as ServerResponse
        } as typeof response.writeHead
        cors(OPTIONS)(request, response, () => response.end())
      })
      const answer = await ask(port, method, path, fields)
      expect([answer.status, Object.fromEntries(answer.headers)['access-control-allow-origin']]).toEqual([
        status,
        A,
      ])
    },
  )

  test('whose writeHead is wrapped hands on an object like any other, with every header', async () => {
    const given: string[] = []
    const port = await serve((request, response) => {
      const original = Reflect.get(response, 'writeHead') as (...parts: unknown[]) => ServerResponse
      response.writeHead = function (this: ServerResponse, code: number, headers: object) {
        const names = ['x-own', '__proto__', 'vary', 'x-other']
        given.push(...names.filter((name) => headers.hasOwnProperty(name)))
        return Reflect.apply(original, this, [code, headers]) as ServerResponse
      } as typeof response.writeHead
      cors(OPTIONS)(request, response, () => {
        response.writeHead(200, JSON.parse('{"x-own":"1","__proto__":"2"}') as OutgoingHttpHeaders).end()
      })
    })
    const { headers } = await ask(port, 'GET', '/', { origin: A })
    expect(given).toEqual(['x-own', '__proto__', 'vary'])
    expect(headers).toContainEqual(['__proto__', '2'])
  })

  test('that changes the head of an answer changes no other', async () => {
    const handle = cors(OPTIONS)
    const port = await serve((request, response) => {
      const original = Reflect.get(response, 'writeHead') as (...parts: unknown[]) => ServerResponse
      response.writeHead = function (this: ServerResponse, code: number, headers: Record<string, string>) {
        if (request.url === '/changed') headers['x-changed'] = '1'
        return Reflect.apply(original, this, [code, headers]) as ServerResponse
      } as typeof response.writeHead
      handle(request, response, () => response.end())
    })
    const isChanged = []
    for (const path of ['/changed', '/', '/changed', '/']) {
      const { headers } = await ask(port, 'OPTIONS', path, PREFLIGHT)
      isChanged.push(headers.some(([name]) => name === 'x-changed'))
    }
    expect(isChanged).toEqual([true, false, true, false])
  })

  test.each([
    ['sets', (response: ServerResponse) => response.setHeader('x-own', '1')],
    ['does not set', () => {}],
  ])(
    'whose writeHead is wrapped by what lets another origin in, and %s headers, lets in its own',
    async (_, act) => {
      const port = await serve((request, response) => {
        const original = Reflect.get(response, 'writeHead') as (...parts: unknown[]) => ServerResponse
        response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
          this.setHeader('access-control-allow-origin', EVIL)
          return Reflect.apply(original, this, given) as ServerResponse
        } as typeof response.writeHead
        cors(OPTIONS)(request, response, () => {
          act(response)
          response.end()
        })
      })
      const { headers } = await ask(port, 'GET', '/', { origin: A })
      const origins = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin')
      expect(origins.map(([, value]) => value)).toEqual([A])
    },
  )

  test('that inherits what it hands over changes no other', async () => {
    const port = await serve((request, response) => {
      cors(OPTIONS)(request, response, () => {
        const inherited = Object.create({ 'content-length': '0' }) as Record<string, string>
        const secret = Object.assign(inherited, { 'set-cookie': 'secret=1' })
        response.writeHead(200, request.url === '/secret' ? secret : { 'content-length': '0' }).end()
      })
    })
    for (const path of ['/secret', '/', '/secret', '/']) {
      const { headers } = await ask(port, 'GET', path, { origin: A })
      const names = headers.map(([name]) => name.toLowerCase())
      expect(names.includes('set-cookie')).toBe(path === '/secret')
    }
  })

  test.each([
    [['__proto__', '7']],
    [[['__proto__', '7']]],
    [Object.defineProperty({}, '__proto__', { value: '7', enumerable: true })],
  ])('that writes a header of an odd name keeps it: %j', async (given) => {
    const port = await serve((request, response) => {
      cors(OPTIONS)(request, response, () => response.writeHead(200, given as never).end())
    })
    const { headers } = await ask(port, 'GET', '/', { origin: A })
    expect(headers).toContainEqual(['__proto__', '7'])
  })

  test.each([
    ['Origin', 'Origin, Accept', 'Origin, Accept'],
    ['Accept', '', 'Accept, Origin'],
    ['*', 'Accept', '*'],
  ])('that sets Vary: %s and writes Vary: %s varies by each once: %s', async (set, written, expected) => {
    const port = await serve((request, response) => {
      cors(OPTIONS)(request, response, () => {
        response.setHeader('Vary', set)
        response.writeHead(200, { Vary: written }).end()
      })
    })
    const { headers } = await ask(port, 'GET', '/', { origin: A })
    expect(headers.filter(([name]) => name.toLowerCase() === 'vary')).toEqual([['vary', expected]])
  })

  test('that follows one for another origin lets in its own', async () => {
    const B = 'https://b.example'
    const port = await serve(cors({ ...OPTIONS, allowOrigins: [A, B] } as PolicyOptions))
    for (const origin of [A, B, A]) {
      const { headers } = await ask(port, 'OPTIONS', '/', { ...PREFLIGHT, origin })
      expect(Object.fromEntries(headers)['access-control-allow-origin']).toBe(origin)
    }
  })

  test('that is refused by one policy after another has the Vary of each', async () => {
    const port = await serve(cors(definePolicies({ '/list': OPTIONS, '/any': { allowOrigins: '*' } })))
    const refused = { origin: EVIL, 'access-control-request-method': 'DELETE' }
    for (const path of ['/list', '/any', '/list']) {
      const { status, headers } = await ask(port, 'OPTIONS', path, refused)
      const varies = headers.some(([name]) => name.toLowerCase() === 'vary')
      expect([status, varies]).toEqual([403, path === '/list'])
    }
  })

  test('that says nothing has its own head after a rejection, which has none of it', async () => {
    const handle = cors({ allowOrigins: [A], rejectDisallowed: true, timingAllowOrigins: '*' })
    const port = await serve((request, response) => handle(request, response, () => response.end()))
    const seen = []
    for (const headers of [{ origin: EVIL }, {}, { origin: EVIL }, {}]) {
      const answer = await ask(port, 'GET', '/', headers)
      seen.push([
        answer.status,
        answer.headers.some(([name]) => name.toLowerCase() === 'timing-allow-origin'),
      ])
    }
    expect(seen).toEqual([
      [403, false],
      [200, true],
      [403, false],
      [200, true],
    ])
  })

  test('mounted below a path, policies still go by the whole path', async () => {
    const app = express()
    app.use('/api', cors(definePolicies({ '/api/*': OPTIONS })))
    const port = await serve(app)
    expect((await ask(port, 'OPTIONS', '/api/x', PREFLIGHT)).status).toBe(204)
  })
})

describe.each([
  [
    'throws',
    () => {
      throw new Error('hook')
    },
  ],
  ['rejects', async () => Promise.reject(new Error('hook'))],
] as const)('A hook that %s', (how, onDecision) => {
  const resolver = { allowOrigins: { resolve: async () => true } }
  const request = { method: 'GET', url: '/', rawHeaders: ['Origin', A] } as IncomingMessage
  const made = () => ({ writeHead: () => {}, getHeaderNames: () => [] }) as unknown as ServerResponse

  test('goes to the error handler, also behind a resolver', async () => {
    const app = express()
    const next = vi.fn()
    app.use('/list', cors(OPTIONS, { onDecision }))
    app.use('/resolver', cors(resolver, { onDecision }))
    app.use(next)
    app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) => {
      response.status(500).end(error.message)
    })
    const port = await serve(app)
    for (const path of ['/list', '/resolver']) {
      expect(await ask(port, 'GET', path, { origin: A })).toMatchObject({ status: 500, body: 'hook' })
    }
    expect(next).not.toHaveBeenCalled()
    await expect(cors(resolver, { onDecision })(request, made())).rejects.toThrow('hook')
  })

  test('is an uncaught exception, or a rejection that nobody handles, where nobody waits', async () => {
    const event = how === 'throws' ? 'uncaughtException' : 'unhandledRejection'
    const uncaught = vi.fn()
    const others = process.listeners(event as 'uncaughtException')
    process.removeAllListeners(event)
    process.on(event, uncaught)
    closing.push(async () => {
      process.removeAllListeners(event)
      for (const other of others) process.on(event, other)
    })
    const share = cors(OPTIONS, { onDecision })
    const answered: unknown[] = []
    setTimeout(() => answered.push(share(request, made())), 0)
    await vi.waitFor(() => expect(uncaught.mock.calls[0]?.[0]).toEqual(new Error('hook')))
    expect(answered).toEqual(how === 'throws' ? [] : [false])
  })

  test.each([OPTIONS, resolver])(
    'is an error of Fastify, Koa, Hono and Fetch handlers: %j',
    async (source) => {
      const app = createFastify()
      await app.register(fastifyCors(source, { onDecision }))
      const { statusCode, body } = await app.inject({ url: '/', headers: { origin: A } })
      expect([statusCode, body]).toEqual([500, expect.stringContaining('hook')])
      const handler = vi.fn()
      const koa = new Koa().use(koaCors(source, { onDecision })).use(handler)
      koa.silent = true
      expect((await ask(await serve(koa.callback()), 'GET', '/', { origin: A })).status).toBe(500)
      const hono = new Hono()
      hono.use(honoCors(source, { onDecision }))
      hono.get('/', handler)
      hono.onError(({ message }, context) => context.text(message, 500))
      const response = await hono.request('/', { headers: { origin: A } })
      expect([response.status, await response.text()]).toEqual([500, 'hook'])
      const asked = new Request('https://api.example', { headers: { origin: A } })
      await expect(fetchCors(source, { onDecision })(handler)(asked)).rejects.toThrow('hook')
      expect(handler).not.toHaveBeenCalled()
    },
  )
})

test('A hook that answers later is waited for before the handler runs', async () => {
  const order: string[] = []
  const onDecision = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    order.push('hook')
  }
  const app = express()
  app.use(cors(OPTIONS, { onDecision }))
  app.get('/', (_, response) => {
    order.push('handler')
    response.end()
  })
  const { status } = await ask(await serve(app), 'GET', '/', { origin: A })
  expect([status, order]).toEqual([200, ['hook', 'handler']])
})

test('Raw streams of http2 and bad URLs of Fastify have nothing of a policy, as docs/policy.md says', async () => {
  const share = cors(OPTIONS)
  const server = createHttp2Server((request, response) => {
    if (share(request, response) !== true) response.stream.respond({ ':status': 200 }, { endStream: true })
  })
  closing.push(() => close(server))
  const raw = await ask2(await listen(server), 'GET', '/', { origin: A })
  expect([raw.status, raw.headers.some(([name]) => name === 'vary')]).toEqual([200, false])
  const app = createFastify()
  await app.register(fastifyCors(OPTIONS))
  const { statusCode, headers } = await app.inject({ url: '/%', headers: { origin: A } })
  expect([statusCode, headers['vary'], headers['access-control-allow-origin']]).toEqual([
    400,
    undefined,
    undefined,
  ])
})

describe('A resolver that answers after somebody else has', () => {
  let approve: (answer: boolean) => void
  const resolve = (): Promise<boolean> =>
    new Promise((settle) => {
      approve = settle
    })
  const source = { allowOrigins: { resolve }, allowMethods: ['PUT'], rejectDisallowed: true } as const

  test.each<readonly [what: string, method: string, headers: Record<string, string>, yes: boolean]>([
    ['preflight', 'OPTIONS', PREFLIGHT, true],
    ['refused preflight', 'OPTIONS', PREFLIGHT, false],
    ['request', 'GET', { origin: A }, true],
    ['refused request', 'GET', { origin: A }, false],
  ])('leaves the response to a %s alone', async (_, method, headers, yes) => {
    const share = cors(source)
    const next = vi.fn()
    const answered: unknown[] = []
    const port = await serve((request, response) => {
      answered.push(share(request, response))
      // As types have it, the middleware gives nothing; what it gives here is what could be rejected.
      answered.push(share(request, response, next) as unknown)
      response.writeHead(503).end('late')
    })
    const { status, body } = await ask(port, method, '/', headers)
    approve(yes)
    expect([status, body, await Promise.all(answered)]).toEqual([503, 'late', [true, true]])
    expect(next).not.toHaveBeenCalled()
  })

  test('leaves it alone on Fastify and Koa', async () => {
    const rejected = vi.fn()
    process.on('unhandledRejection', rejected)
    closing.push(async () => process.off('unhandledRejection', rejected))
    const handler = vi.fn()
    // By the next turn the resolver has been asked; it answers while the response is under way.
    const end = (response: ServerResponse): void => {
      setImmediate(() => {
        response.writeHead(503).write('late')
        approve(true)
        setImmediate(() => response.end())
      })
    }
    const app = createFastify()
    app.addHook('onRequest', (_, reply, done) => {
      end(reply.raw)
      done()
    })
    await app.register(fastifyCors(source))
    app.get('/', handler)
    closing.push(() => app.close())
    await app.listen({ port: 0, host: '127.0.0.1' })
    const koa = new Koa()
      .use((context, next) => (end(context.res), next()))
      .use(koaCors(source))
      .use(handler)
    koa.silent = true
    const ports = [(app.server.address() as AddressInfo).port, await serve(koa.callback())]
    for (const port of ports) {
      const answer = await ask(port, 'OPTIONS', '/', PREFLIGHT)
      expect(answer).toMatchObject({ status: 503, body: 'late' })
    }
    expect(rejected).not.toHaveBeenCalled()
    expect(handler).not.toHaveBeenCalled()
  })
})

describe('Responses of Fetch', () => {
  test.each([204, 304])(
    'keep what the inner of two adapters says of a %i, where the outer has no policy',
    async (status) => {
      const outer = fetchCors(definePolicies({ '/other/*': { allowOrigins: [A] } }))
      const handle = outer(fetchCors(OPTIONS)(() => new Response(null, { status })))
      const { headers } = await handle(new Request('https://api.example/y', { headers: { origin: A } }))
      expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([A, 'Origin'])
    },
  )

  const request = new Request('https://api.example', { headers: { origin: A } })

  test('that are no response are handed on as they are', async () => {
    const upgrade = { status: 101, headers: new Headers() }
    const response = await fetchCors(OPTIONS)(() => upgrade)(request)
    expect([response, [...upgrade.headers]]).toEqual([upgrade, []])
    const error = Response.error()
    expect(await fetchCors(OPTIONS)(() => error)(request)).toBe(error)
  })

  test('are the same object where their headers can be changed, and a whole copy where not', async () => {
    const own = new Response('x')
    expect(await fetchCors(OPTIONS)(() => own)(request)).toBe(own)
    const fixed = await fetch('data:text/plain,x')
    const copy = await fetchCors(OPTIONS)(() => fixed)(request)
    expect([
      await copy.text(),
      copy.headers.get('content-type'),
      copy.headers.get('access-control-allow-origin'),
    ]).toEqual(['x', 'text/plain', A])
  })

  describe.each([
    ['concors/fetch', (source: PolicySource, give: () => Response) => fetchCors(source)(give)],
    [
      'concors/hono',
      (source: PolicySource, give: () => Response) => {
        const app = new Hono()
        app.use(honoCors(source))
        app.get('*', give)
        return async (asked: Request) => app.fetch(asked)
      },
    ],
  ])('that a handler behind %s gives to several requests', (_, serveWith) => {
    const from = (origin: string | null, path = '/'): Request =>
      new Request(`https://api.example${path}`, { headers: origin === null ? {} : { origin } })
    const allow = { allowOrigins: [A, EVIL], timingAllowOrigins: [EVIL] } as const
    const seen = ({ headers }: Response): unknown[] =>
      ['access-control-allow-origin', 'vary', 'timing-allow-origin', 'x-kept'].map((name) =>
        headers.get(name),
      )

    test('have nothing of each other’s', async () => {
      const shared = new Response(null, { headers: { 'x-kept': '1', vary: 'Accept' } })
      const handle = serveWith(definePolicies({ '/': allow, '/other': { allowOrigins: '*' } }), () => shared)
      const requests = [from(A), from(EVIL), from(null), from(EVIL, '/other'), from(A, '/uncovered')]
      // None is read before the last one is answered.
      const responses = await Promise.all(requests.map((asked) => handle(asked)))
      expect(responses.map(seen)).toEqual([
        [A, 'Accept, Origin', EVIL, '1'],
        [EVIL, 'Accept, Origin', EVIL, '1'],
        [null, 'Accept, Origin', EVIL, '1'],
        ['*', 'Accept', null, '1'],
        [null, 'Accept', null, '1'],
      ])
    })

    test('keep what they said of CORS where no policy covers the path', async () => {
      const shared = new Response(null, { headers: { 'access-control-allow-origin': 'https://own.example' } })
      const handle = serveWith(definePolicies({ '/': allow }), () => shared)
      const responses = [await handle(from(A)), await handle(from(A, '/uncovered'))]
      expect(responses.map((each) => each.headers.get('access-control-allow-origin'))).toEqual([
        A,
        'https://own.example',
      ])
    })
  })

  test('of a handler that throws are not ours', async () => {
    const share = fetchCors(OPTIONS)
    const handler = share(async (): Promise<Response> => {
      throw new Error('handler')
    })
    await expect(handler(request)).rejects.toThrow('handler')
  })

  test.each([undefined, null, 'text', {}])(
    'are what a handler gives, which is named if it gives %j',
    async (value) => {
      const share = fetchCors({ allowOrigins: '*' })
      const listItems = async (): Promise<Response> => value as never
      await expect(share(listItems)(request)).rejects.toThrow('The handler listItems returned no Response')
      await expect(share(() => value as never)(request)).rejects.toThrow('The handler returned no Response')
    },
  )

  test('hand the handler all that it is called with', async () => {
    const handler = vi.fn((_request: Request, _environment: object, _context: object) => new Response(''))
    await fetchCors(OPTIONS)(handler)(request, { a: 1 }, { b: 2 })
    expect(handler).toHaveBeenCalledWith(request, { a: 1 }, { b: 2 })
  })

  test('of a URL without path are those of the root', async () => {
    const share = fetchCors(definePolicies({ '/': OPTIONS }))
    const bare = { method: 'GET', url: 'https://api.example', headers: new Headers({ origin: A }) }
    const response = await share(() => new Response(''))(bare)
    expect(response.headers.get('access-control-allow-origin')).toBe(A)
  })

  test('of Hono that cannot be changed lose what the policy owns', async () => {
    const app = new Hono()
    app.use(honoCors(OPTIONS))
    const fixed = await fetch('data:text/plain,x')
    app.get('/', () => fixed)
    app.get('/meddles', (context) => {
      context.header('Access-Control-Allow-Origin', EVIL)
      return Response.redirect('https://api.example/', 302)
    })
    for (const path of ['/', '/meddles']) {
      const response = await app.request(path, { headers: { origin: A } })
      expect([response.headers.get('access-control-allow-origin'), response.headers.get('vary')]).toEqual([
        A,
        'Origin',
      ])
    }
  })
})
