import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'
import express5 from 'express'
import { fastify as createFastify } from 'fastify'
import Koa from 'koa'
import { cors as fastifyCors } from '../../src/fastify.js'
import { cors as koaCors } from '../../src/koa.js'
import { cors as nodeCors } from '../../src/node.js'
import { COOKIES, EVIL, MEDDLING, OWN } from './app.js'
import type { App } from './app.js'
import { ask, close, listen } from './listen.js'

/** It has no types of its own, and those of Express 5 fit what is used here. */
const express4 = createRequire(import.meta.url)('express4') as typeof express5

function expressApp(name: string, express: typeof express5): App {
  return {
    name,
    negotiatesRedirects: true,
    async start(source, hooks, inner) {
      const share = nodeCors(source, hooks)
      const app = express()
      app.use(share)
      if (inner !== undefined) app.use('/inner', nodeCors(inner))
      app.options('/plain', (_, response) => {
        response.set('Allow', 'GET').send('GET')
      })
      app.get(['/plain', '/inner'], (_, response) => {
        response.json({})
      })
      app.get('/meddles', (_, response) => {
        response.set(MEDDLING).json({})
      })
      app.get('/appends', (_, response) => {
        response.append('Access-Control-Allow-Origin', EVIL).append('Access-Control-Allow-Origin', EVIL)
        response
          .append('Vary', 'Accept')
          .append('Set-Cookie', [...COOKIES])
          .json({})
      })
      app.get('/removes', (_, response) => {
        response.removeHeader('Vary')
        response.removeHeader('Access-Control-Allow-Origin')
        response.json({})
      })
      app.get('/throws', () => {
        throw new Error('thrown')
      })
      app.get('/redirect', (_, response) => {
        response.redirect('/plain')
      })
      app.get('/not-modified', (_, response) => {
        response.status(304).end()
      })
      app.get('/empty', (_, response) => {
        response.status(204).end()
      })
      app.get('/stream', (_, response) => {
        Readable.from(['a', 'b']).pipe(response)
      })
      app.get('/own', (_, response) => {
        response.set(OWN).end()
      })
      app.use((_error: unknown, _: unknown, response: express5.Response, __: unknown) => {
        for (const header of response.getHeaderNames()) response.removeHeader(header)
        response.status(500).send('thrown')
      })
      const server = createServer(app)
      const port = await listen(server)
      return {
        ask: (...parts) => ask(port, ...parts),
        reconfigure: share.reconfigure,
        close: () => close(server),
      }
    },
  }
}

const koa: App = {
  name: 'Koa 3',
  async start(source, hooks, inner) {
    const share = koaCors(source, hooks)
    const shareInner = inner === undefined ? null : koaCors(inner)
    const app = new Koa()
    app.silent = true
    app.use(share)
    app.use((context, next) =>
      context.path === '/inner' && shareInner !== null ? shareInner(context, next) : next(),
    )
    app.use((context) => {
      switch (context.path) {
        case '/plain':
        case '/inner':
          if (context.method === 'OPTIONS') context.set('Allow', 'GET')
          context.body = {}
          break
        case '/meddles':
          context.set(MEDDLING)
          context.body = {}
          break
        case '/appends':
          context.append('Access-Control-Allow-Origin', EVIL)
          context.append('Access-Control-Allow-Origin', EVIL)
          context.vary('Accept')
          context.set('Set-Cookie', [...COOKIES])
          context.body = {}
          break
        case '/removes':
          context.remove('Vary')
          context.remove('Access-Control-Allow-Origin')
          context.body = {}
          break
        case '/throws':
          throw new Error('thrown')
        case '/redirect':
          context.redirect('/plain')
          break
        case '/not-modified':
          context.status = 304
          break
        case '/empty':
          context.status = 204
          break
        case '/stream':
          context.body = Readable.from(['a', 'b'])
          break
        case '/own':
          context.set(OWN)
          context.body = ''
          break
        default:
      }
    })
    const server = createServer(app.callback())
    const port = await listen(server)
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => close(server),
    }
  },
}

const fastify: App = {
  name: 'Fastify 5',
  async start(source, hooks, inner) {
    const share = fastifyCors(source, hooks)
    const app = createFastify()
    await app.register(share)
    await app.register(async (scope) => {
      if (inner !== undefined) await scope.register(fastifyCors(inner))
      scope.get('/inner', async () => ({}))
    })
    app.get('/plain', async () => ({}))
    app.options('/plain', async (_, reply) => reply.header('Allow', 'GET').send('GET'))
    app.get('/meddles', async (_, reply) => reply.headers(MEDDLING).send({}))
    app.get('/appends', async (_, reply) => {
      reply.raw.appendHeader('Access-Control-Allow-Origin', EVIL)
      reply.header('Access-Control-Allow-Origin', EVIL)
      reply.header('Vary', 'Accept')
      for (const cookie of COOKIES) reply.header('Set-Cookie', cookie)
      return reply.send({})
    })
    app.get('/removes', async (_, reply) => {
      reply.removeHeader('Vary')
      reply.raw.removeHeader('Access-Control-Allow-Origin')
      return reply.send({})
    })
    app.get('/throws', async () => {
      throw new Error('thrown')
    })
    app.get('/redirect', async (_, reply) => reply.redirect('/plain'))
    app.get('/not-modified', async (_, reply) => reply.code(304).send())
    app.get('/empty', async (_, reply) => reply.code(204).send())
    app.get('/stream', async (_, reply) => reply.send(Readable.from(['a', 'b'])))
    app.get('/own', async (_, reply) => reply.headers(OWN).send(''))
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as { port: number }
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => app.close(),
    }
  },
}

export const frameworks: readonly App[] = [
  expressApp('Express 4', express4),
  expressApp('Express 5', express5),
  koa,
  fastify,
]
