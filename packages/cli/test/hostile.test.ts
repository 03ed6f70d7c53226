import { describe, expect, test } from 'vitest'
import { explained, run } from './run.js'
import { serve, serveRaw } from './servers.js'

const FROM = ['--from', 'https://app.example.com']
const HEAD = 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n'

describe('a server that', () => {
  test.each([
    ['hangs up', ''],
    ['sends garbage', 'bonjour\r\n\r\n'],
    ['sends a status that is none', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['hangs up in the middle of the head', HEAD],
    ['sends a header without a name', `${HEAD}: x\r\n\r\n`],
  ])('%s gives no answer, and that is said', async (_, bytes) => {
    const url = await serveRaw((socket) => socket.end(bytes, 'latin1'))
    const { code, verdict, exchanges } = await explained([url, ...FROM, '--timeout', '5'])
    expect({ code, verdict }).toEqual({ code: 3, verdict: 'unreachable' })
    expect(exchanges[0]?.failure?.detail).not.toBe('')
  })

  test('stalls is given up on after --timeout', async () => {
    const url = await serveRaw(() => {})
    const start = performance.now()
    const { code, exchanges } = await explained([url, ...FROM, '--timeout', '0.3'])
    expect(performance.now() - start).toBeLessThan(2500)
    expect(code).toBe(3)
    expect(exchanges[0]?.failure?.reason).toBe('timeout')
  })

  test('stalls on the way, redirect by redirect, is given up on too', async () => {
    let hop = 0
    const url = await serve((_, response) => {
      setTimeout(() => {
        hop += 1
        response.writeHead(302, { 'Access-Control-Allow-Origin': '*', Location: `/${hop}` }).end()
      }, 250)
    })
    const start = performance.now()
    const { code, exchanges, failure } = await explained([url, ...FROM, '--timeout', '0.5'])
    expect(performance.now() - start).toBeLessThan(4000)
    expect({ code, failure: failure?.code }).toEqual({ code: 3, failure: 'network-failure' })
    expect(exchanges[0]?.response?.status).toBe(302)
    expect(exchanges.at(-1)?.failure).toMatchObject({
      reason: 'timeout',
      detail: expect.stringContaining('within 500 ms, redirects included') as string,
    })
  })

  test('sends headers without end is cut off', async () => {
    const url = await serveRaw((socket) => {
      socket.write(HEAD)
      const more = (): void => {
        if (!socket.writable) return
        if (socket.write(`X-Filler: ${'x'.repeat(8192)}\r\n`.repeat(16))) setImmediate(more)
        else socket.once('drain', more)
      }
      more()
    })
    const { code, exchanges } = await explained([url, ...FROM, '--timeout', '5'])
    expect(code).toBe(3)
    expect(exchanges[0]?.failure).not.toBeNull()
  })

  test('sends a body without end is not read', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*' })
      const more = (): void => {
        if (response.destroyed) return
        if (response.write('x'.repeat(65_536))) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    })
    const start = performance.now()
    expect((await explained([url, ...FROM, '--timeout', '5'])).code).toBe(0)
    expect(performance.now() - start).toBeLessThan(2500)
  })

  test('redirects without end is given up on', async () => {
    const url = await serve((_, response) =>
      response.writeHead(302, { 'Access-Control-Allow-Origin': '*', Location: '/again' }).end(),
    )
    const { code, failure, exchanges } = await explained([url, ...FROM])
    expect({ code, failure: failure?.code, exchanges: exchanges.length }).toEqual({
      code: 1,
      failure: 'too-many-redirects',
      exchanges: 21,
    })
  })
})

test.each([[[]], [['-v']], [['--json']]])(
  'control characters do not reach the terminal with %j',
  async (format) => {
    const hostile = '\x9b2J\x85\xe2\x80\xae'
    const url = await serveRaw((socket) => {
      socket.end(
        `HTTP/1.1 200 O${hostile}K\r\nAccess-Control-Allow-Origin: https://x${hostile}\r\nX-A: ${hostile}\r\nContent-Length: 0\r\n\r\n`,
        'latin1',
      )
    })
    const { stdout, stderr } = await run(['explain', url, ...FROM, ...format], true, { NO_COLOR: '1' })
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
    expect(stdout).toContain(format.includes('--json') ? '\\u009b2J' : '2J')
  },
)
