import { request, type Server } from 'node:http'
import { connect, type Http2Server } from 'node:http2'
import type { AddressInfo, Server as NetServer } from 'node:net'
import type { Answer } from './app.js'

export async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

export async function close(server: Server | Http2Server): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
}

/** One request over a socket, with nothing added and nothing joined. */
export function ask(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (incoming) => {
      let body = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (chunk: string) => (body += chunk))
      incoming.on('end', () => {
        const { rawHeaders, statusCode } = incoming
        const lines = rawHeaders.flatMap((name, i) =>
          i % 2 === 0 ? [[name.toLowerCase(), rawHeaders[i + 1]!] as const] : [],
        )
        resolve({ status: statusCode!, headers: lines, body })
      })
    })
    outgoing.on('error', reject)
    outgoing.end()
  })
}

/** The same over http2. */
export function ask2(
  port: number,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`)
    const stream = session.request({ ':method': method, ':path': path, ...headers })
    let body = ''
    let answer: Omit<Answer, 'body'>
    stream.setEncoding('utf8')
    stream.on('response', ({ ':status': status, ...fields }) => {
      const lines = Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((one) => [name, String(one)] as const),
      )
      answer = { status: status!, headers: lines }
    })
    stream.on('data', (chunk: string) => (body += chunk))
    stream.on('end', () => {
      session.close()
      resolve({ ...answer, body })
    })
    stream.on('error', reject)
    stream.end()
  })
}
