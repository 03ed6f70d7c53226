import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serve } from './servers.js'

const root = join(import.meta.dirname, '..')
const built = existsSync(join(root, 'dist/index.js'))
const bin = join(root, 'bin/concors.js')
const FROM = ['--from', 'https://app.example.com']

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a Node; `lines` closes its output after so many, as `head` does. */
async function node(args: readonly string[], lines = Infinity): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    if (stdout.split('\n').length > lines) child.stdout.destroy()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}

const hasLab = existsSync(join(root, 'lab/server/lab.js'))

describe.skipIf(!built || !hasLab)('the lab', () => {
  test('says where it is, and ends when it is told to', async () => {
    const child = spawn(process.execPath, [bin, 'lab', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let stdout = ''
    const ready = new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        if (stdout.includes('Ctrl-C')) resolve()
      })
    })
    await ready
    const url = /The lab is at (\S+)/.exec(stdout)![1]!
    expect((await fetch(url)).status).toBe(200)
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })

  test.each([
    [['--port', 'x'], /no port/],
    [['--port', '65535'], /no port/],
    [['--host', '192.0.2.1', '--port', '0'], /no name or address of this machine/],
    [['--nonsense'], /unknown option/],
  ])('%j is wrong usage, told in one line', async (args, message) => {
    const { code, stdout, stderr } = await node([bin, 'lab', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^concors: [^\n]+\n$/)
    expect(stderr).toMatch(message)
  })

  test('serves once, and ends', async () => {
    const { code, stdout } = await node([bin, 'lab', '--port', '0', '--once'])
    expect(code).toBe(0)
    expect(stdout).toContain('The page is served.')
  })
})

// The process runs what was built, as users do; `npm test` builds first.
describe.skipIf(!built)('the process', () => {
  test('ends with the exit code, and by itself', async () => {
    const url = await serve((_, response) => response.end('hello'))
    const { code, stdout, stderr } = await node([bin, 'explain', url, ...FROM])
    expect(stdout).toContain('✗ blocked')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  test('ends quietly when its reader goes away', async () => {
    const url = await serve((_, response) => {
      for (let index = 0; index < 60; index++) response.setHeader(`X-${index}`, 'x'.repeat(200))
      response.end('hello')
    })
    const { code, stderr } = await node([bin, 'explain', url, ...FROM, '-v'], 1)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  test('loads nothing but commander for --help', async () => {
    const script = `
      import { main } from '@concors/cli'
      await main(['explain', '--help'], { stdout: { write() {} }, stderr: { write() {} }, env: {} })
      const { dirname } = await import('node:path')
      console.log(process.moduleLoadList.filter((name) => / (?:tls|http2|zlib|dns|_http_client|worker_threads)$/.test(name)).join())
    `
    const { stdout, stderr } = await node(['--input-type=module', '-e', script])
    expect({ stdout, stderr }).toEqual({ stdout: '\n', stderr: '' })
  })

  test('does nothing when it is only imported', async () => {
    const { code, stdout, stderr } = await node(['--input-type=module', '-e', "await import('@concors/cli')"])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})
