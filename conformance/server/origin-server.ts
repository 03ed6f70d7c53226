import net from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import tls from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Reply } from '../scenarios/scenario.js'
import type { Certificate } from './authority.js'
import { readRequest } from './http-message.js'
import type { ReceivedRequest } from './http-message.js'
import { replyBytes } from './reply.js'

export type Answer = (request: ReceivedRequest) => Reply

export interface OriginServer {
  readonly port: number
  close(): Promise<void>
}

/** A server that writes what it is told, byte for byte: `node:http` would correct the heads that matter here. */
export async function startOriginServer(
  answer: Answer,
  { certificate = null, host = '127.0.0.1' }: { certificate?: Certificate | null; host?: string } = {},
): Promise<OriginServer> {
  const sockets = new Set<Socket>()
  const onSocket = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, answer).catch(() => socket.destroy())
  }
  const server =
    certificate === null
      ? net.createServer(onSocket)
      : tls.createServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, onSocket)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** The first byte of a TLS connection. */
const TLS_HANDSHAKE = 0x16

/** One request after the other: the answers of a connection are in the order of its requests. */
async function serve(socket: Socket, answer: Answer): Promise<void> {
  let bytes: Buffer = Buffer.alloc(0)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
    // TLS, of a page that has an image's address upgraded: it would wait for an answer.
    if (bytes[0] === TLS_HANDSHAKE) return void socket.destroy()
    for (let found = readRequest(bytes); found !== null; found = readRequest(bytes)) {
      bytes = bytes.subarray(found.length)
      const reply = answer(found.request)
      if (reply.delay !== undefined) await sleep(reply.delay)
      if (reply.closed === true) return void socket.destroy()
      const written = replyBytes(reply, found.request.method)
      if (written.last) return void socket.end(written.bytes)
      socket.write(written.bytes)
    }
  }
}
