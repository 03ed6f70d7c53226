import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format } from 'node:util'
import express from 'express'
import fastify from 'fastify'
import * as hono from 'hono'
import * as honoCors from 'hono/cors'
import Koa from 'koa'
import { describe, expect, test } from 'vitest'
import { PROFILES } from 'concors'
import * as userAgent from '../src/index.js'

/** What a snippet may import. */
const MODULES: Readonly<Record<string, object>> = {
  '@concors/user-agent': userAgent,
  express: { default: express },
  fastify: { default: fastify },
  hono,
  'hono/cors': honoCors,
  koa: { default: Koa },
}

interface Snippet {
  readonly line: number
  readonly code: string
}

async function snippets(path: string): Promise<readonly Snippet[]> {
  const text = await readFile(fileURLToPath(new URL(path, import.meta.url)), 'utf8')
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length + 1,
    code: match[1]!,
  }))
}

/** What a snippet says that it prints: behind each `console.log`, or after `prints:`. */
function promised(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$|^\/\/ prints: (.*)$/gm)].map(
    ([, behind, apart]) => behind ?? apart ?? '',
  )
}

/** Runs a snippet as the module that it is, and gives what it printed. */
async function run(code: string): Promise<string[]> {
  const printed: string[] = []
  const body = code.replaceAll(
    /^import (?:(\{.*\})|(\w+)) from '(.*)'$/gm,
    (_import, names: string | undefined, name: string, from: string) =>
      `const ${names ?? `{ default: ${name} }`} = modules[${JSON.stringify(from)}]`,
  )
  const AsyncFunction = Object.getPrototypeOf(run).constructor as new (
    ...parts: string[]
  ) => (modules: object, console: object) => Promise<void>
  const log = (...values: unknown[]): void => void printed.push(format(...values))
  await new AsyncFunction('modules', 'console', body)(MODULES, { log })
  return printed
}

describe.each(['../../../docs/user-agent.md', '../README.md'])('%s', async (path) => {
  test.each(await snippets(path))('the snippet in line $line prints what it says', async ({ code }) => {
    expect(promised(code).length).toBeGreaterThan(0)
    expect(await run(code)).toEqual(promised(code))
  })
})

test('the table of cookies is that of the profiles', async () => {
  const text = await readFile(fileURLToPath(new URL('../../../docs/user-agent.md', import.meta.url)), 'utf8')
  const yes = (is: boolean): string => (is ? 'yes' : 'no')
  for (const profile of Object.values(PROFILES)) {
    const { name, thirdPartyCookies, sameSiteDefault, sameSiteNoneNeedsSecure, secureCookiesOnLoopback } =
      profile
    const row =
      text.split('\n').find((line) => line.startsWith(`| \`${name}\` `) && /Lax|None/.test(line)) ?? ''
    expect(row.split('|').map((cell) => cell.trim())).toEqual([
      '',
      `\`${name}\``,
      thirdPartyCookies,
      sameSiteDefault === 'lax' ? 'Lax' : 'None',
      yes(sameSiteNoneNeedsSecure),
      yes(secureCookiesOnLoopback),
      '',
    ])
  }
})
