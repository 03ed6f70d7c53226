import { createServer as createHttpServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach } from 'vitest'

const closers: (() => void)[] = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** An HTTP server on loopback until the test ends; its origin. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener)
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return listen(server)
}

/** A server that says whatever it likes, once it has been asked. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A client that hangs up on a hostile server is no news.
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return listen(server)
}

/** A port of loopback at which nobody listens. */
export async function deadOrigin(): Promise<string> {
  const server = createServer()
  const origin = await listen(server)
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return origin
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
