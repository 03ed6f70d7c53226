import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { WireRequest } from 'concors/protocol'
import type { buildConnector } from 'undici'
import { lazy } from '../lazy.js'
import type { NodeListener } from './app.js'
import { describeThrown } from './describe-thrown.js'
import { SocketTransport } from './socket-transport.js'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'

/** Begins the message of an error that an app's fault ends a connection with. */
const COMPLAINT = 'app fault: '

/** Bytes of an app's head: more than any engine takes. */
const MAX_HEAD = 512 * 1024

/** Milliseconds: a day. */
const LONG = 86_400_000

/** The user agent's end of a connection, by the app's end. */
const PEERS = new WeakMap<Duplex, Duplex>()

/**
 * Requests to a node `(request, response)` listener of this process, over connections in memory: Node's own
 * parser reads real bytes, but no port is opened. It counts as HTTP/2, so that a page can send it streams.
 * https://nodejs.org/api/http.html#event-connection
 */
export class NodeListenerTransport implements Transport {
  readonly #server: Server
  readonly #sockets: SocketTransport
  readonly #ends = new Set<Duplex>()
  readonly #secure: boolean
  readonly #origin: string
  /** Requests under way. */
  #waiting = 0
  #clock: ReturnType<typeof setInterval> | null = null

  /** @param timeout milliseconds to wait for the app's answer */
  constructor(origin: string, listener: NodeListener, timeout: number) {
    this.#origin = origin
    this.#secure = origin.startsWith('https:')
    this.#server = createServer((request, response) => this.#answer(listener, request, response))
    this.#sockets = new SocketTransport({
      timeout,
      maxHead: MAX_HEAD,
      peer: `The app at ${origin}`,
      sendsStreams: true,
      createPool: () => new (lazy.undici().Agent)({ connect: this.#connect, maxHeaderSize: MAX_HEAD }),
    })
  }

  async send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    this.#wait(1)
    const result = await this.#sockets.send(request, signal)
    this.#wait(-1)
    if (!('reason' in result) || !result.detail.includes(COMPLAINT)) return result
    return networkFailure('app', result.detail.slice(result.detail.indexOf(COMPLAINT) + COMPLAINT.length))
  }

  /** Nothing else keeps the process alive while the app thinks: the library's own clock does not. */
  #wait(more: 1 | -1): void {
    this.#waiting += more
    this.#clock ??= setInterval(() => {}, LONG)
    if (this.#waiting > 0) this.#clock.ref()
    else this.#clock.unref()
  }

  async close(): Promise<void> {
    await this.#sockets.close()
    for (const end of this.#ends) end.destroy()
    this.#ends.clear()
    if (this.#clock !== null) clearInterval(this.#clock)
  }

  readonly #connect: buildConnector.connector = (_options, callback) => {
    const [client, server] = duplexPair()
    for (const end of [client, server]) {
      this.#ends.add(end)
      end.once('close', () => this.#ends.delete(end))
      end.on('error', () => {})
      Object.assign(end, socketMethods(end), { remoteAddress: '127.0.0.1', encrypted: this.#secure })
    }
    PEERS.set(server, client)
    client.once('close', () => server.destroy())
    server.once('close', () => client.destroy())
    this.#server.emit('connection', server)
    // Not at once: undici is not ready for a connector that calls back while it is being called.
    queueMicrotask(() => callback(null, client as Parameters<buildConnector.Callback>[1] & object))
  }

  #answer(listener: NodeListener, request: IncomingMessage, response: ServerResponse): void {
    const complain = (error: unknown): void => this.#complain(error, response)
    response.on('error', complain)
    this.#watchEnd(response)
    try {
      const result = listener(request, response)
      if (isThenable(result)) result.then(undefined, complain)
    } catch (error) {
      complain(error)
    }
  }

  /** Node says nothing of a second `end()` without data. An own method: Express gives the response another prototype. */
  #watchEnd(response: ServerResponse): void {
    const end = response.end.bind(response)
    response.end = ((...args: Parameters<typeof end>) => {
      if (response.writableEnded) this.#complain(new Error('response.end() was called again'), response, true)
      return end(...args)
    }) as typeof end
  }

  #complain(error: unknown, response: ServerResponse, twice = answeredTwice(error)): void {
    // The connection is no longer this response's once it was sent whole: another request may be under way there.
    const connection: Duplex | null = response.socket
    if (connection === null) return
    const complaint = `The app at ${this.#origin} ${twice ? 'answered twice' : 'threw'} (${describeThrown(error)})`
    PEERS.get(connection)?.destroy(new Error(COMPLAINT + complaint))
  }
}

function answeredTwice(error: unknown): boolean {
  try {
    const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
    return code === 'ERR_HTTP_HEADERS_SENT' || code === 'ERR_STREAM_WRITE_AFTER_END'
  } catch {
    // An app's own error may throw where it is read. Node's does not.
    return false
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** What HTTP libraries call on a socket, and a stream in memory has no use for. */
function socketMethods(end: Duplex): object {
  const self = (): Duplex => end
  return { setNoDelay: self, setKeepAlive: self, setTimeout: self, ref: self, unref: self }
}
