import type { buildConnector, ProxyAgent } from 'undici'

/** Milliseconds that an idle connection is kept. Below the 5 seconds of Node's servers, which else win the race. */
export const KEEP_ALIVE = 4000

export interface SocketOptions {
  /** undici's connection options: `ca`, `rejectUnauthorized`, `lookup`, … or a connector of one's own. */
  readonly connect?: buildConnector.BuildOptions | buildConnector.connector
  /** An HTTP proxy: its URL, or undici's ProxyAgent options. */
  readonly proxy?: string | ProxyAgent.Options
  /** Milliseconds to wait for a connection, for a response's head, and between two chunks of its body. */
  readonly timeout: number
  /** Bytes that a response's head may have. */
  readonly maxHead: number
  /** Whether heads are read that undici refuses, and browsers take. Default: false. */
  readonly lenient?: boolean
}
