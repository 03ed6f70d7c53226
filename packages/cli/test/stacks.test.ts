import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { explain, guessStack, STACK_NAMES, stackFix } from '@concors/explain'
import type { Explanation, StackName } from '@concors/explain'
import { cors as concorsCors } from 'concors/node'
import 'reflect-metadata'
import corsForFastify from '@fastify/cors'
import corsForKoa from '@koa/cors'
import { All, Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import corsForExpress from 'cors'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { cors as corsForHono } from 'hono/cors'
import Koa from 'koa'
import { describe, expect, test } from 'vitest'
import { STACK_SERVERS, TOOL_STACKS } from '../../../conformance/stacks/servers.js'
import { explained, run } from './run.js'
import { serve } from './servers.js'

const PAGE = 'https://app.example.com'
const API = 'https://api.example.net/items'

const REQUEST = {
  method: 'PUT',
  url: API,
  origin: PAGE,
  mode: 'cors',
  credentials: 'include',
  headers: [['X-A', '1']],
} as const

const BROKEN: Explanation = explain({
  request: REQUEST,
  exchanges: [
    {
      kind: 'preflight',
      request: { method: 'OPTIONS', url: API, headers: [] },
      response: { status: 404, statusMessage: '', headers: [] },
      failure: null,
      milliseconds: 0,
    },
  ],
})

/** A framework's app with the code of its fix in it, as a listener. */
type Start = (run: (bindings: Readonly<Record<string, unknown>>) => Promise<void>) => Promise<RequestListener>

const START: Partial<Readonly<Record<StackName, Start>>> = {
  concors: async (configure) => {
    const app = express()
    await configure({ app, cors: concorsCors })
    app.all('/items', (_, response) => void response.send('ok'))
    return app as RequestListener
  },
  express: async (configure) => {
    const app = express()
    await configure({ app, cors: corsForExpress })
    app.all('/items', (_, response) => void response.send('ok'))
    return app as RequestListener
  },
  fastify: async (configure) => {
    const app = fastify()
    await configure({ app, cors: corsForFastify })
    app.put('/items', () => 'ok')
    await app.ready()
    return (request, response) => app.routing(request, response)
  },
  koa: async (configure) => {
    const app = new Koa()
    await configure({ app, cors: corsForKoa })
    app.use((context) => {
      context.body = 'ok'
    })
    return app.callback() as RequestListener
  },
  nestjs: async (configure) => {
    class Items {
      items(): string {
        return 'ok'
      }
    }
    // What decorators would do, which need a compiler's help.
    Controller('items')(Items)
    All()(Items.prototype, 'items', Object.getOwnPropertyDescriptor(Items.prototype, 'items')!)
    class App {
      readonly name = 'app'
    }
    Module({ controllers: [Items] })(App)
    const app = await NestFactory.create(App, { logger: false })
    await configure({ app })
    await app.init()
    return app.getHttpAdapter().getInstance() as RequestListener
  },
  hono: async (configure) => {
    const app = new Hono()
    await configure({ app, cors: corsForHono })
    app.put('/items', (context) => context.text('ok'))
    const handle = async (
      { method = 'GET', url = '/', headers }: IncomingMessage,
      response: ServerResponse,
    ) => {
      const asked = new Request(`http://localhost${url}`, {
        method,
        headers: headers as Record<string, string>,
      })
      const answer = await app.fetch(asked)
      response.writeHead(answer.status, [...answer.headers].flat())
      response.end(await answer.text())
    }
    return (request, response) => void handle(request, response)
  },
}

/** Runs the code with what its imports would give. */
async function runCode(code: string, bindings: Readonly<Record<string, unknown>>): Promise<void> {
  const body = code.replaceAll(/^import .*$/gm, '')
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- running the printed code is the test
  const make = new Function(...Object.keys(bindings), `return (async () => {${body}\n})()`) as (
    ...values: unknown[]
  ) => Promise<void>
  await make(...Object.values(bindings))
}

describe('the fix as code, run with the real framework', () => {
  test.each(Object.entries(START))('%s', async (name, start) => {
    const fix = stackFix(BROKEN, name as StackName)!
    expect(fix.run).toBe(true)
    const listener = await start((bindings) => runCode(fix.code, bindings))
    const origin = await serve(listener)
    const args = [`${origin}/items`, '-X', 'PUT', '-H', 'X-A: 1', '--credentials', '--send']
    expect((await explained([...args, '--from', PAGE])).verdict).toBe('readable')
    expect((await explained([...args, '--from', 'https://evil.example'])).verdict).toBe('blocked')
  })

  test('is said of those, of the servers that conformance runs, and of no other', () => {
    const names = STACK_NAMES.filter((name) => stackFix(BROKEN, name)!.run)
    const run = [...Object.keys(START), ...Object.keys(STACK_SERVERS), ...TOOL_STACKS]
    expect(names.toSorted()).toEqual(run.toSorted())
  })
})

test.each(STACK_NAMES)(
  '%s: the code names the page, the method, the header, and no wildcard of origins',
  (name) => {
    const { code } = stackFix(BROKEN, name)!
    expect(code.replaceAll(String.raw`\.`, '.')).toContain(PAGE)
    expect(code).toMatch(/PUT|:put/)
    expect(code.toLowerCase()).toContain('x-a')
    expect(code).not.toMatch(/origins?\W+\*|undefined|\[object/i)
  },
)

test('a page without an origin gets no code: nothing could be opened for it alone', () => {
  const opaque = explain({ request: { ...REQUEST, origin: 'null' }, exchanges: BROKEN.exchanges })
  expect(stackFix(opaque, 'express')).toBeNull()
})

test.each([
  ['X-Powered-By', 'Express', 'express'],
  ['Server', 'nginx/1.22.1', 'nginx'],
  ['Server', 'Werkzeug/3.0 Python/3.11', 'flask'],
  ['Server', 'uvicorn', 'fastapi'],
  ['Server', 'something', null],
])('%s: %s is %s', (name, value, stack) => {
  const [exchange] = BROKEN.exchanges
  const response = { status: 200, statusMessage: '', headers: [[name, value]] as const }
  expect(guessStack({ exchanges: [{ ...exchange!, response }] })).toBe(stack)
})

describe('concors explain', () => {
  test('guesses the stack, or is told it', async () => {
    const origin = await serve((_, response) => response.writeHead(200, { 'X-Powered-By': 'Express' }).end())
    const args = ['explain', `${origin}/`, '--from', PAGE]
    expect((await run(args)).stdout).toContain('for express:\n')
    expect((await run([...args, '--stack', 'spring'])).stdout).toContain(
      'for spring (written from its documentation, not run)',
    )
    expect(JSON.parse((await run([...args, '--json'])).stdout)).toMatchObject({
      stack: { stack: 'express', run: true },
    })
    expect((await run([...args, '--markdown'])).stdout).toContain("import cors from 'cors'")
  })

  test('knows its stacks by name', async () => {
    const origin = await serve((_, response) => response.end())
    const { code, stderr } = await run(['explain', `${origin}/`, '--from', PAGE, '--stack', 'rocket'])
    expect(code).toBe(2)
    expect(stderr).toContain('"rocket" is not known; there are concors, express')
  })
})
