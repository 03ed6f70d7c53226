import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import elysiaExample from './elysia.js'
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

/** Starts an example as a program, and asks it. */
async function run(file: string): Promise<void> {
  const env: NodeJS.ProcessEnv = { ...process.env }
  // Its decorators are the older ones.
  if (file.includes('nestjs')) env['TSX_TSCONFIG_PATH'] = join(file, '../tsconfig.json')
  const args = ['--conditions=@concors/source', '--import=tsx', file]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  try {
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    // Node's own fetch knows no CORS: it sends what it is told.
    await check((init) => fetch(url.replace('[::1]', 'localhost'), init))
  } finally {
    child.kill()
  }
}

describe('Each example starts and answers a preflight', () => {
  test.each([
    'node-http.ts',
    'express.ts',
    'connect.ts',
    'polka.ts',
    'koa.ts',
    'fastify.ts',
    'h3.ts',
    'nestjs/main.ts',
  ])('%s', (file) => run(join(import.meta.dirname, file)), 30_000)

  test('express.ts, with Express 4', async () => {
    const cache = join(import.meta.dirname, '../../node_modules/.cache')
    mkdirSync(cache, { recursive: true })
    const folder = mkdtempSync(join(cache, 'express4-'))
    try {
      mkdirSync(join(folder, 'node_modules'))
      const express4 = join(createRequire(import.meta.url).resolve('express4'), '..')
      symlinkSync(express4, join(folder, 'node_modules/express'))
      cpSync(join(import.meta.dirname, 'express.ts'), join(folder, 'express.mts'))
      await run(join(folder, 'express.mts'))
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 30_000)

  test.each<[file: string, handler: { readonly fetch: (request: Request) => Response | Promise<Response> }]>([
    ['hono.ts', honoExample],
    ['elysia.ts', elysiaExample],
    ['fetch.ts', fetchExample],
  ])('%s', async (_, handler) => {
    await check((init) => handler.fetch(new Request('https://api.example/', init)))
  })
})
