import { createRequire } from 'node:module'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express from 'express'
import type { NextFunction, Request as ExpressRequest, Response as ExpressResponse } from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { fetchApp } from '../../src/index.js'
import type { FetchApp, NodeListener } from '../../src/index.js'
import { answer, streamed } from './scripted.js'
import type { Answer, Incoming } from './scripted.js'

const express4 = createRequire(import.meta.url)('express4') as typeof express

/** What a framework makes of a connection, as `/whoami` tells it. */
export interface WhoAmI {
  readonly secure: boolean
  readonly protocol: string
  readonly host: string
}

/** node:http, by hand. */
export const nodeListener: NodeListener = async (request, response) => {
  const given = answer(await incoming(request))
  response.statusCode = given.status
  for (const [name, value] of given.headers) response.appendHeader(name, value)
  // Rejects where the page has gone, which is no fault of the app's.
  await pipeline(Readable.from(streamed(given), { objectMode: false }), response).catch(() => {})
}

export function createExpressApp(version: 4 | 5): NodeListener {
  const app = (version === 4 ? express4 : express)()
  app.get('/whoami', (request, response) => {
    response.set('access-control-allow-origin', '*')
    response.json({ secure: request.secure, protocol: request.protocol, host: request.headers.host })
  })
  app.use((request, response, next) => void answerByExpress(request, response, next))
  return app
}

/** Express 4 knows nothing of promises. */
async function answerByExpress(
  request: ExpressRequest,
  response: ExpressResponse,
  next: NextFunction,
): Promise<void> {
  try {
    const given = answer(await incoming(request))
    response.status(given.status)
    for (const [name, value] of given.headers) response.append(name, value)
    if (given.chunks.length === 0 && given.body !== null) response.send(Buffer.from(given.body))
    else await pipeline(Readable.from(streamed(given), { objectMode: false }), response)
  } catch (error) {
    next(error)
  }
}

export function createKoaApp(): NodeListener {
  const app = new Koa()
  app.silent = true
  app.use(async (context) => {
    if (context.path === '/whoami') {
      context.set('access-control-allow-origin', '*')
      context.body = { secure: context.secure, protocol: context.protocol, host: context.host }
      return
    }
    const given = answer(await incoming(context.req))
    context.status = given.status
    for (const [name, value] of given.headers) context.append(name, value)
    if (given.chunks.length > 0) context.body = Readable.from(streamed(given), { objectMode: false })
    else context.body = given.body === null ? null : Buffer.from(given.body)
  })
  return app.callback()
}

export async function createFastifyApp(): Promise<NodeListener> {
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.get('/whoami', async (request, reply) => {
    reply.header('access-control-allow-origin', '*')
    const { protocol, host } = request
    return { secure: protocol === 'https', protocol, host }
  })
  app.all('/scripted', async (request, reply) => {
    const given = answer(await incoming(request.raw))
    reply.status(given.status)
    for (const [name, value] of given.headers) reply.header(name, value)
    if (given.chunks.length > 0) return reply.send(Readable.from(streamed(given), { objectMode: false }))
    return reply.send(given.body === null ? undefined : Buffer.from(given.body))
  })
  await app.ready()
  return (request, response) => app.routing(request, response)
}

export function createHonoApp(): FetchApp {
  const app = new Hono()
  app.get('/whoami', (context) => {
    const { protocol, host } = new URL(context.req.url)
    context.header('access-control-allow-origin', '*')
    return context.json({ secure: protocol === 'https:', protocol: protocol.slice(0, -1), host })
  })
  app.all('*', (context) => respond(context.req.raw))
  return app
}

export const bareFetchApp: FetchApp = fetchApp(respond)

async function respond(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const body = new Uint8Array(await request.arrayBuffer())
  const headers = Object.fromEntries(request.headers)
  const given = answer({ method: request.method, path: pathname + search, headers, body })
  return new Response(bodyOf(given), { status: given.status, headers: given.headers.map(([n, v]) => [n, v]) })
}

function bodyOf(given: Answer): ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null {
  if (given.chunks.length > 0) return ReadableStream.from(streamed(given))
  return given.body === null ? null : new Uint8Array(given.body)
}

async function incoming(request: IncomingMessage): Promise<Incoming> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
  return { method: request.method ?? '', path: request.url ?? '', headers, body: Buffer.concat(parts) }
}

/** Ends the response twice: with data, or without. */
export function endsTwice(second: string | undefined): NodeListener {
  return (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('access-control-allow-origin', '*')
    response.end('first')
    response.end(second)
  }
}
