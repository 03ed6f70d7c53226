import { expect, test, vi } from 'vitest'
import { cors } from '../../src/fetch.js'
import type { Policies } from '../../src/index.js'

const A = 'https://a.example'
const ask = (): Request =>
  new Request('https://api.example/', {
    method: 'OPTIONS',
    headers: { origin: A, 'access-control-request-method': 'PUT' },
  })

class OwnHeaders extends Headers {}

/** Takes headers of its own kind, and records: so do those of some test environments. */
class OwnResponse {
  readonly status: number
  readonly headers: OwnHeaders
  constructor(_: unknown, { status, headers = {} }: { status: number; headers?: object }) {
    this.status = status
    this.headers = new OwnHeaders(headers instanceof OwnHeaders ? headers : Object.entries(headers))
  }
}

test('An answer that is remembered is not handed to another constructor of responses', async () => {
  const share = cors({ allowOrigins: [A], allowMethods: ['PUT'] })(() => new Response())
  await share(ask())
  vi.stubGlobal('Response', OwnResponse)
  const answers = [await share(ask()), await share(ask())]
  vi.unstubAllGlobals()
  for (const answer of answers) {
    expect(answer).toBeInstanceOf(OwnResponse)
    expect(answer.headers.get('access-control-allow-origin')).toBe(A)
  }
})

test('A policy that another copy of the package made lets nothing pass unchecked', async () => {
  const foreign = { kind: 'policies', for: () => ({ kind: 'list' }) } as unknown as Policies
  const handler = vi.fn(() => new Response())
  await expect(cors(foreign)(handler)(ask())).rejects.toThrow(TypeError)
  expect(handler).not.toHaveBeenCalled()
})
