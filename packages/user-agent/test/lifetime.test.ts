import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const SOURCE = pathToFileURL(fileURLToPath(new URL('../src/index.ts', import.meta.url))).href

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'concors-'))
})
afterAll(() => rm(directory, { recursive: true }))

/** Runs a program that has to end by itself, and gives what it printed. */
async function program(name: string, code: string, nodeOptions: readonly string[] = []): Promise<string> {
  const file = join(directory, `${name}.mts`)
  await writeFile(file, `import { createUserAgent, fetchApp } from ${JSON.stringify(SOURCE)}\n${code}`)
  const tsx = fileURLToPath(import.meta.resolve('tsx'))
  const args = [...nodeOptions, '--conditions=@concors/source', '--import', pathToFileURL(tsx).href, file]
  const { stdout } = await run(process.execPath, args, { timeout: 50_000 })
  return stdout.trim()
}

const SERVER = `
import { createServer } from 'node:http'
const server = createServer((request, response) => response.end(request.url))
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
server.unref()
const url = 'http://127.0.0.1:' + server.address().port + '/'
`

describe('a process ends by itself', { timeout: 60_000 }, () => {
  test('when the browser is closed, whatever was under way', async () => {
    const code = `${SERVER}
      server.on('request', () => {})
      const hangs = { fetch: () => new Promise(() => {}) }
      const browser = createUserAgent({ network: { 'https://hangs.example': hangs, 'https://node.example': () => {} } })
      await browser.page(url).fetch('/')
      for (const origin of ['https://hangs.example', 'https://node.example']) browser.page(origin).fetch('/').catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 50))
      await browser.close()
      console.log('closed')`
    expect(await program('closed', code)).toBe('closed')
  })

  test('when its requests are done, also without close()', async () => {
    const code = `${SERVER}
      const app = fetchApp(() => new Response('app'))
      const listener = (request, response) => response.end('listener')
      const browser = createUserAgent({ network: { 'https://app.example': app, 'https://node.example': listener } })
      for (const where of [url, 'https://app.example/', 'https://node.example/']) {
        console.log(await (await browser.page(where).fetch('/')).text())
      }`
    expect(await program('done', code)).toBe('/\napp\nlistener')
  })

  test('but not while it waits for an app', async () => {
    const code = `
      const browser = createUserAgent({ timeout: 300, network: { 'https://node.example': () => {} } })
      const { failure } = await browser.page('https://node.example').inspect('/')
      console.log(failure.values.reason)`
    expect(await program('waits', code)).toBe('timeout')
  })

  test('nor while it waits for a connector of its own', async () => {
    const code = `
      const browser = createUserAgent({ timeout: 300, connect: () => {} })
      const { failure } = await browser.page('http://app.example').inspect('/')
      console.log(failure.values.reason)`
    expect(await program('connects', code)).toBe('timeout')
  })
})

test('twenty thousand fetches leave nothing behind', async () => {
  const code = `
    const listener = (request, response) => response.end('x')
    const app = fetchApp(() => new Response('x'))
    const browser = createUserAgent({ network: { 'https://app.example': app, 'https://node.example': listener } })
    const pages = ['https://app.example', 'https://node.example'].map((origin) => browser.page(origin))
    const { signal } = new AbortController()
    async function some(count) {
      for (let i = 0; i < count; i++) {
        const response = await pages[i % 2].fetch('/' + (i % 500), i % 3 === 0 ? { signal } : {})
        if (i % 5 !== 0) await response.text()
      }
      for (let i = 0; i < 3; i++) {
        await new Promise((resolve) => setImmediate(resolve))
        gc()
      }
      return process.memoryUsage().heapUsed
    }
    const before = await some(5000)
    console.log(((await some(20000)) - before) / 1024 / 1024)`
  expect(Number(await program('memory', code, ['--expose-gc']))).toBeLessThan(5)
}, 60_000)
