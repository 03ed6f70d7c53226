import { Hono } from 'hono'
import { cors as fetchCors } from '../../src/fetch.js'
import { cors as honoCors } from '../../src/hono.js'
import { COOKIES, EVIL, MEDDLING, OWN } from './app.js'
import type { Answer, App, Running } from './app.js'

type Handle = (request: Request) => Response | Promise<Response>

/** What a handler is called by: a function, or the server of a runtime. */
export interface Host {
  readonly name: string
  readonly inProcess: boolean
  serve(handle: Handle): Promise<Pick<Running, 'ask' | 'close'>>
}

async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}

export const inProcess: Host = {
  name: '',
  inProcess: true,
  serve: async (handle) => ({
    ask: async (method, path, headers = {}) =>
      answerOf(await handle(new Request(`https://api.example${path}`, { method, headers: { ...headers } }))),
    close: async () => {},
  }),
}

export function stream(): ReadableStream {
  return new Blob(['a', 'b']).stream()
}

function appending(headers: Headers): void {
  headers.append('Access-Control-Allow-Origin', EVIL)
  headers.append('Access-Control-Allow-Origin', EVIL)
  headers.append('Vary', 'Accept')
  for (const cookie of COOKIES) headers.append('Set-Cookie', cookie)
}

export async function handle(request: Request): Promise<Response> {
  switch (new URL(request.url).pathname) {
    case '/plain':
      return Response.json({}, { headers: request.method === 'OPTIONS' ? { Allow: 'GET' } : {} })
    case '/inner':
    case '/removes':
      return Response.json({})
    case '/meddles':
      return Response.json({}, { headers: MEDDLING })
    case '/appends': {
      const headers = new Headers()
      appending(headers)
      return new Response('{}', { headers })
    }
    case '/throws':
      return new Response('thrown', { status: 500 })
    // Its headers cannot be changed.
    case '/redirect':
      return Response.redirect('https://api.example/plain', 302)
    case '/not-modified':
      return new Response(null, { status: 304 })
    case '/empty':
      return new Response(null, { status: 204 })
    case '/stream':
      return new Response(stream())
    case '/own':
      return new Response('', { headers: OWN })
    default:
      return new Response(null, { status: 404 })
  }
}

export const fetchHandlers = (host: Host): App => ({
  name: `fetch handlers${host.name}`,
  inProcess: host.inProcess,
  async start(source, hooks, inner) {
    const share = fetchCors(source, hooks)
    const handleInner = inner === undefined ? handle : fetchCors(inner)(handle)
    const app = share((request: Request) =>
      new URL(request.url).pathname === '/inner' ? handleInner(request) : handle(request),
    )
    return { ...(await host.serve(app)), reconfigure: share.reconfigure }
  },
})

const hono = (host: Host): App => ({
  name: `Hono 4${host.name}`,
  inProcess: host.inProcess,
  async start(source, hooks, inner) {
    const share = honoCors(source, hooks)
    const app = new Hono()
    app.use(share)
    if (inner !== undefined) app.use('/inner', honoCors(inner))
    app.get('/plain', (context) => context.json({}))
    app.options('/plain', (context) => context.body('GET', 200, { Allow: 'GET' }))
    app.get('/inner', (context) => context.json({}))
    app.get('/meddles', (context) => {
      for (const [name, value] of Object.entries(MEDDLING)) context.header(name, value)
      return context.json({})
    })
    app.get('/appends', (context) => {
      appending(context.res.headers)
      return context.json({})
    })
    app.get('/removes', (context) => {
      context.header('Vary')
      context.header('Access-Control-Allow-Origin')
      return context.json({})
    })
    app.get('/throws', () => {
      throw new Error('thrown')
    })
    app.get('/redirect', () => Response.redirect('https://api.example/plain', 302))
    app.get('/not-modified', (context) => context.body(null, 304))
    app.get('/empty', (context) => context.body(null, 204))
    app.get('/stream', (context) => context.body(stream()))
    app.get('/own', (context) => context.body('', 200, OWN))
    app.onError((_, context) => context.text('thrown', 500))
    return { ...(await host.serve((request) => app.fetch(request))), reconfigure: share.reconfigure }
  },
})

export function webApps(host: Host): readonly App[] {
  return [fetchHandlers(host), hono(host)]
}
