import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { main } from '@concors/cli'
import type { Explanation } from '@concors/explain'
import { expect, test } from 'vitest'
import { argumentsFor, explainDoc, MISTAKES } from './explain-doc.js'

test('docs/explain.md is what the command prints; npm run explain-doc writes it', async () => {
  expect(readFileSync(new URL('../docs/explain.md', import.meta.url), 'utf8')).toBe(await explainDoc())
})

async function explained(
  args: readonly string[],
): Promise<{ readonly code: number; readonly json: Explanation }> {
  let stdout = ''
  const code = await main([...args, '--json'], {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => {} },
    env: {},
  })
  return { code, json: JSON.parse(stdout) as Explanation }
}

/** A server that answers as the line's explanation supposes, or with the fix applied to that. */
async function serve({ exchanges, fix }: Explanation, fixed: boolean, port = 0) {
  const server = createServer((request, response) => {
    const kind = request.method === 'OPTIONS' ? 'preflight' : 'request'
    const supposed = exchanges.find((one) => one.kind === kind)?.response
    const change = fixed ? fix?.server.find((one) => one.kind === kind) : undefined
    response.statusCode = change?.status?.to ?? supposed?.status ?? 200
    for (const [name, value] of supposed?.headers ?? []) response.appendHeader(name, value)
    for (const { action, name, value } of change?.headers ?? []) {
      if (action !== 'add') response.removeHeader(name)
      if (value !== null) response.appendHeader(name, value)
    }
    response.end()
  })
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

test.each(MISTAKES)(
  '$title: a server makes the mistake, and with the fix the page reads',
  async ({ line }) => {
    const { code, json } = await explained(argumentsFor(line))
    expect({ code, assumed: json.fix?.assumed }).toEqual({ code: 1, assumed: true })
    for (const fixed of [false, true]) {
      const { server, origin } = await serve(json, fixed)
      const { method, headers, credentials } = json.request
      const args = [
        'explain',
        `${origin}/items`,
        '--from',
        json.request.origin,
        '-X',
        method,
        '--send',
        '--show-secrets',
      ]
      const found = await explained([
        ...args,
        ...headers.flatMap(([name, value]) => ['-H', `${name}: ${value === '***' ? '1' : value}`]),
        ...(credentials === 'include' ? ['--credentials'] : []),
      ])
      server.close()
      expect(found.json.verdict).toBe(fixed ? 'readable' : 'blocked')
      if (!fixed) expect(found.json.failure?.code).toBe(json.failure?.code)
    }
  },
)
