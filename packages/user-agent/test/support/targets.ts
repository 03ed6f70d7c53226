import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import type { App, NodeListener, UserAgentOptions } from '../../src/index.js'
import {
  bareFetchApp,
  createExpressApp,
  createFastifyApp,
  createHonoApp,
  createKoaApp,
  nodeListener,
} from './apps.js'

/** A server that the suite of behaviours runs over. */
export interface Target {
  readonly name: string
  /** What a stream as a request body needs. */
  readonly takesStreams: boolean
  /** Whether Node's parser reads the request: it refuses lower-case methods. */
  readonly nodeParser: boolean
  /** Whether it has `/whoami`. */
  readonly framework: boolean
  start(): Promise<Started>
}

export interface Started {
  readonly origin: string
  /** The same app at another origin of another site. */
  readonly otherOrigin: string
  readonly options: UserAgentOptions
  stop(): Promise<void>
}

export const TARGETS: readonly Target[] = [
  {
    name: 'node:http on a socket',
    takesStreams: false,
    nodeParser: true,
    framework: false,
    start: startSockets,
  },
  {
    name: 'node:https on a socket',
    takesStreams: false,
    nodeParser: true,
    framework: false,
    start: startSecureSockets,
  },
  leniently('node:http on a socket', startSockets),
  leniently('node:https on a socket', startSecureSockets),
  inProcess('a node listener', true, false, () => nodeListener),
  inProcess('Express 4', true, true, () => createExpressApp(4)),
  inProcess('Express 5', true, true, () => createExpressApp(5)),
  inProcess('Koa', true, true, createKoaApp),
  inProcess('Fastify', true, true, createFastifyApp),
  inProcess('Hono', false, true, createHonoApp),
  inProcess('fetchApp', false, false, () => bareFetchApp),
]

function leniently(name: string, startStrictly: () => Promise<Started>): Target {
  return {
    name: `${name}, read leniently`,
    takesStreams: false,
    nodeParser: true,
    framework: false,
    start: async () => {
      const started = await startStrictly()
      return { ...started, options: { ...started.options, lenient: true } }
    },
  }
}

function inProcess(
  name: string,
  nodeParser: boolean,
  framework: boolean,
  create: () => App | Promise<App>,
): Target {
  const [origin, otherOrigin] = ['https://api.example', 'https://api.other.example']
  return {
    name: `${name} in the process`,
    takesStreams: true,
    nodeParser,
    framework,
    start: async () => {
      const app = await create()
      const network = { [origin]: app, [otherOrigin]: app }
      return { origin, otherOrigin, options: { network, elsewhere: 'closed' }, stop: async () => {} }
    },
  }
}

async function startSockets(): Promise<Started> {
  const server = await listen(createServer(nodeListener), '127.0.0.1')
  const other = await listen(createServer(nodeListener), '127.0.0.1')
  return {
    origin: `http://127.0.0.1:${port(server)}`,
    otherOrigin: `http://localhost:${port(other)}`,
    options: {},
    stop: async () => {
      await Promise.all([close(server), close(other)])
    },
  }
}

async function startSecureSockets(): Promise<Started> {
  const { ca, ...pair } = await certificates()
  const server = await listen(createSecureServer(pair, nodeListener), '127.0.0.1')
  const other = await listen(createSecureServer(pair, nodeListener), '127.0.0.1')
  return {
    origin: `https://127.0.0.1:${port(server)}`,
    otherOrigin: `https://localhost:${port(other)}`,
    options: { connect: { ca } },
    stop: async () => {
      await Promise.all([close(server), close(other)])
    },
  }
}

/** A certificate authority, and a certificate of it for this machine. */
export async function certificates(): Promise<{ ca: string; key: string; cert: string }> {
  const authority = await generate([{ name: 'commonName', value: 'Test authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  const own = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return { ca: authority.cert, key: own.private, cert: own.cert }
}

export async function listen<T extends Server>(server: T, host = '127.0.0.1'): Promise<T> {
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return server
}

export function port(server: { address(): unknown }): number {
  return (server.address() as AddressInfo).port
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** A server on a socket, and its origin. */
export async function serve(listener: NodeListener): Promise<{ origin: string; server: Server }> {
  const server = await listen(createServer(listener))
  return { origin: `http://127.0.0.1:${port(server)}`, server }
}
