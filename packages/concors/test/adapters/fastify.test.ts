import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:http2'
import { fastify } from 'fastify'
import { afterEach, describe, expect, test } from 'vitest'
import { cors } from '../../src/fastify.js'
import type { PolicySource } from '../../src/fastify.js'
import type { OriginQuestion } from '../../src/index.js'

const A = 'https://a.example'

let close: (() => Promise<void>) | undefined
afterEach(async () => close?.())

async function start(source: PolicySource, http2: boolean): Promise<string> {
  // Two classes to the types, one to whoever uses them.
  const app = fastify(http2 ? ({ http2 } as object) : { forceCloseConnections: true })
  close = async () => app.close()
  await app.register(cors(source))
  app.get('/', async () => 'x')
  return app.listen({ host: '127.0.0.1', port: 0 })
}

/** Asks for `/`; resolves with what is in Access-Control-Allow-Origin. */
type Ask = (url: string, headers: Readonly<Record<string, string | string[]>>) => Promise<string | undefined>

const askOver1: Ask = async (url, headers) => {
  const asked = request(url, { headers, agent: false }).end()
  const [response] = await once(asked, 'response')
  response.resume()
  return response.headers['access-control-allow-origin']
}

const askOver2: Ask = async (url, headers) => {
  const session = connect(url)
  const stream = session.request({ ':path': '/', ...headers })
  const [fields] = await once(stream, 'response')
  session.destroy()
  return fields['access-control-allow-origin']
}

describe.each([
  ['node:http', askOver1, false],
  ['node:http2', askOver2, true],
] as const)('Fastify on %s', (_, ask, http2) => {
  test('takes two Origin lines for none that is allowed', async () => {
    const url = await start({ allowOrigins: [A] }, http2)
    expect(await ask(url, { origin: A })).toBe(A)
    expect(await ask(url, { origin: [A, A] })).toBeUndefined()
    expect(await ask(url, { origin: ['https://b.example', A] })).toBeUndefined()
  })

  test('tells a resolver the host and what it varies by, lines of one name joined', async () => {
    const questions: OriginQuestion[] = []
    const resolve = (question: OriginQuestion): boolean => questions.push(question) > 0
    const url = await start({ allowOrigins: { resolve, vary: ['x-tenant', 'constructor'] } }, http2)
    expect(await ask(url, { origin: A, 'x-tenant': ['t', 'u'] })).toBe(A)
    expect(questions).toEqual([
      {
        origin: A,
        host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
        headers: { 'x-tenant': 't, u', constructor: null },
      },
    ])
  })
})

test('Of a name of which Node keeps the first line, a resolver is told all', async () => {
  const told: unknown[] = []
  const resolve = ({ headers }: OriginQuestion): boolean => told.push(headers['user-agent']) > 0
  const url = await start({ allowOrigins: { resolve, vary: ['user-agent'] } }, false)
  await askOver1(url, { origin: A, 'user-agent': ['u', 'v'] })
  expect(told).toEqual(['u, v'])
})
