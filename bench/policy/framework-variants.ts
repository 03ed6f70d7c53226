/** What CORS costs on each framework: without it, by the framework's own middleware, and by concors. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import fastifyCors from '@fastify/cors'
import koaCors from '@koa/cors'
import { cors as fastifyConcors } from 'concors/fastify'
import { cors as fetchConcors } from 'concors/fetch'
import { cors as honoConcors } from 'concors/hono'
import { cors as koaConcors } from 'concors/koa'
import fastify from 'fastify'
import { H3, handleCors } from 'h3'
import { Hono } from 'hono'
import { cors as honoCors } from 'hono/cors'
import Koa from 'koa'
import { runWorker } from '../interleave.js'
import type { Variant } from '../interleave.js'
import { EXPOSED, HEADERS, MAX_AGE, METHODS, OPTIONS } from './policy.js'
import { ALLOWED, BODY, methodOf, nodeRequest, nodeResponse, rawHeaders } from './requests.js'
import type { Kind } from './requests.js'

type Listener = ReturnType<Koa['callback']>
type FetchHandler = (request: Request) => Response | Promise<Response>

const byListener = (create: () => Promise<Listener>): Variant =>
  async function variant([kind]) {
    const listener = await create()
    const method = methodOf(kind as Kind)
    const raw = rawHeaders(kind as Kind)
    return async () => {
      const request = nodeRequest(method, raw)
      const response = nodeResponse(request)
      const ended = new Promise<void>((resolve) => {
        const end = response.end.bind(response) as (...args: unknown[]) => typeof response
        response.end = (...args: unknown[]) => {
          resolve()
          return end(...args)
        }
      })
      void listener(request, response)
      await ended
    }
  }

const byFetch = (create: () => FetchHandler): Variant =>
  async function variant([kind]) {
    const handle = create()
    const method = methodOf(kind as Kind)
    const raw = rawHeaders(kind as Kind)
    const headers: [string, string][] = []
    for (let i = 0; i < raw.length; i += 2) headers.push([raw[i]!, raw[i + 1]!])
    return async () => {
      await handle(new Request('https://api.example.com/api/items', { method, headers }))
    }
  }

async function fastifyApp(use: (app: ReturnType<typeof fastify>) => Promise<unknown>): Promise<Listener> {
  const app = fastify()
  await use(app)
  app.get('/api/items', (_request, reply) => {
    void reply.header('Content-Type', 'application/json').header('Content-Length', BODY.length).send(BODY)
  })
  app.options('/api/items', (_request, reply) => {
    void reply.code(204).send()
  })
  await app.ready()
  return async (request, response) => app.routing(request as IncomingMessage, response as ServerResponse)
}

function koaApp(middleware: Koa.Middleware | null): Promise<Listener> {
  const app = new Koa()
  if (middleware !== null) app.use(middleware)
  app.use((context) => {
    if (context.method === 'OPTIONS') {
      context.status = 204
      return
    }
    context.type = 'application/json'
    context.length = BODY.length
    context.body = BODY
  })
  return Promise.resolve(app.callback())
}

const JSON_HEADERS = { 'content-type': 'application/json', 'content-length': String(BODY.length) }

function honoApp(use: (app: Hono) => void): FetchHandler {
  const app = new Hono()
  use(app)
  app.get('/api/items', (context) => context.body(BODY, 200, JSON_HEADERS))
  app.options('/api/items', (context) => context.body(null, 204))
  return (request) => app.fetch(request)
}

const h3Handler = (): Response => new Response(BODY, { headers: JSON_HEADERS })

function h3App(ownCors: boolean): FetchHandler {
  const app = new H3()
  app.all('/api/items', (event) => {
    if (ownCors) {
      const answered = handleCors(event, {
        origin: [ALLOWED],
        credentials: true,
        methods: METHODS,
        allowHeaders: HEADERS,
        exposeHeaders: EXPOSED,
        maxAge: String(MAX_AGE),
      })
      if (answered !== false) return answered
    }
    return event.req.method === 'OPTIONS' ? new Response(null, { status: 204 }) : h3Handler()
  })
  return (request) => app.fetch(request)
}

await runWorker({
  'fastify base': byListener(() => fastifyApp(async () => {})),
  'fastify own': byListener(() =>
    fastifyApp(async (app) =>
      app.register(fastifyCors, {
        origin: [ALLOWED],
        credentials: true,
        methods: METHODS,
        allowedHeaders: HEADERS,
        exposedHeaders: EXPOSED,
        maxAge: MAX_AGE,
      }),
    ),
  ),
  'fastify concors': byListener(() => fastifyApp(async (app) => app.register(fastifyConcors(OPTIONS)))),
  'koa base': byListener(() => koaApp(null)),
  'koa own': byListener(() =>
    koaApp(
      koaCors({
        origin: (context) => (context.get('Origin') === ALLOWED ? ALLOWED : ''),
        credentials: true,
        allowMethods: METHODS,
        allowHeaders: HEADERS,
        exposeHeaders: EXPOSED,
        maxAge: MAX_AGE,
      }),
    ),
  ),
  'koa concors': byListener(() => koaApp(koaConcors(OPTIONS) as unknown as Koa.Middleware)),
  'hono base': byFetch(() => honoApp(() => {})),
  'hono own': byFetch(() =>
    honoApp((app) =>
      app.use(
        honoCors({
          origin: [ALLOWED],
          credentials: true,
          allowMethods: METHODS,
          allowHeaders: HEADERS,
          exposeHeaders: EXPOSED,
          maxAge: MAX_AGE,
        }),
      ),
    ),
  ),
  'hono concors': byFetch(() => honoApp((app) => app.use(honoConcors(OPTIONS)))),
  'h3 base': byFetch(() => h3App(false)),
  'h3 own': byFetch(() => h3App(true)),
  'h3 concors': byFetch(() => fetchConcors(OPTIONS)(h3App(false))),
})
