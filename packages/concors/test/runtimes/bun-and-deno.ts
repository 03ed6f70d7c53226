// The behaviour suite inside Bun or Deno, over their own servers and real sockets.
import { describeBehaviour } from '../adapters/behaviour.js'
import { ask } from '../adapters/listen.js'
import { webApps, type Host } from '../adapters/web-apps.js'
import { elysia, h3 } from '../adapters/web-framework-apps.js'
import { runAll } from './vitest.js'

type Handle = Parameters<Host['serve']>[0]

interface Runtimes {
  readonly Bun?: {
    serve(options: { hostname: string; port: number; fetch: Handle }): {
      readonly port: number
      stop(atOnce: boolean): Promise<void>
    }
  }
  readonly Deno?: {
    serve(
      options: { hostname: string; port: number; onListen: () => void },
      handle: Handle,
    ): { readonly addr: { readonly port: number }; shutdown(): Promise<void> }
  }
}

const { Bun, Deno } = globalThis as unknown as Runtimes
const hostname = '127.0.0.1'

function serve(handle: Handle): { port: number; close: () => Promise<void> } {
  if (Bun !== undefined) {
    const server = Bun.serve({ hostname, port: 0, fetch: handle })
    return { port: server.port, close: () => server.stop(true) }
  }
  const server = Deno!.serve({ hostname, port: 0, onListen: () => {} }, handle)
  return { port: server.addr.port, close: () => server.shutdown() }
}

const host: Host = {
  name: Bun === undefined ? ' in Deno' : ' in Bun',
  inProcess: false,
  async serve(handle) {
    const { port, close } = serve(handle)
    return { ask: (method, path, headers) => ask(port, method, path, headers), close }
  },
}

describeBehaviour([...webApps(host), h3(host), elysia(host)])
console.log(JSON.stringify(await runAll()))
