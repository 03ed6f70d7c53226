import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:http2'
import { fastify } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { cors } from '../../src/fastify.js'
import type { OriginQuestion } from '../../src/index.js'

const A = 'https://a.example'

let close: (() => Promise<void>) | undefined
afterEach(async () => close?.())

/** Asks for `/`; resolves with what is in Access-Control-Allow-Origin. */
type Ask = (headers: Readonly<Record<string, string | string[]>>) => Promise<string | undefined>

async function askOver1(source: Parameters<typeof cors>[0]): Promise<Ask> {
  const app = fastify({ forceCloseConnections: true })
  close = async () => app.close()
  await app.register(cors(source))
  app.get('/', async () => 'x')
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return async (headers) => {
    const asked = request(url, { headers, agent: false }).end()
    const [response] = await once(asked, 'response')
    response.resume()
    return response.headers['access-control-allow-origin']
  }
}

async function askOver2(source: Parameters<typeof cors>[0]): Promise<Ask> {
  const app = fastify({ http2: true })
  close = async () => app.close()
  await app.register(cors(source))
  app.get('/', async () => 'x')
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return async (headers) => {
    const session = connect(url)
    const stream = session.request({ ':path': '/', ...headers })
    const [fields] = await once(stream, 'response')
    session.destroy()
    return fields['access-control-allow-origin']
  }
}

describe.each([
  ['node:http', askOver1],
  ['node:http2', askOver2],
] as const)('Fastify on %s', (_, start) => {
  test('takes two Origin lines for none that is allowed', async () => {
    const ask = await start({ allowOrigins: [A] })
    expect(await ask({ origin: A })).toBe(A)
    expect(await ask({ origin: [A, A] })).toBeUndefined()
    expect(await ask({ origin: ['https://b.example', A] })).toBeUndefined()
  })

  test('tells a resolver the host and what it varies by, lines of one name joined', async () => {
    const questions: OriginQuestion[] = []
    const resolve = (question: OriginQuestion): boolean => questions.push(question) > 0
    const ask = await start({ allowOrigins: { resolve, vary: ['x-tenant', 'constructor'] } })
    expect(await ask({ origin: A, 'x-tenant': ['t', 'u'] })).toBe(A)
    expect(questions).toEqual([
      {
        origin: A,
        host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        headers: { 'x-tenant': 't, u', constructor: null },
      },
    ])
  })
})
