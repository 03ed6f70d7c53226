import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import fetchExample from './fetch.js'
import honoExample from './hono.js'

const ORIGIN = 'https://app.example'
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: { origin: ORIGIN, 'access-control-request-method': 'PUT' },
}
const ACTUAL = { method: 'PUT', headers: { origin: ORIGIN } }

type Ask = (init: RequestInit) => Response | Promise<Response>

/** A preflight is granted, and what it was for can be read. */
async function check(ask: Ask): Promise<void> {
  const preflight = await ask(PREFLIGHT)
  expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([204, 'PUT'])
  const actual = await ask(ACTUAL)
  expect(actual.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(await actual.json()).toEqual({ hello: 'world' })
}

describe('Each example starts and answers a preflight', () => {
  test.each(['node-http.ts', 'express.ts', 'koa.ts', 'fastify.ts'])(
    '%s',
    async (file) => {
      const args = ['--conditions=@concors/source', '--import=tsx', join(import.meta.dirname, file)]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      try {
        const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
        // Node's own fetch knows no CORS: it sends what it is told.
        await check((init) => fetch(url.replace('[::1]', 'localhost'), init))
      } finally {
        child.kill()
      }
    },
    30_000,
  )

  test.each<[file: string, handler: { readonly fetch: (request: Request) => Response | Promise<Response> }]>([
    ['hono.ts', honoExample],
    ['fetch.ts', fetchExample],
  ])('%s', async (_, handler) => {
    await check((init) => handler.fetch(new Request('https://api.example/', init)))
  })
})
