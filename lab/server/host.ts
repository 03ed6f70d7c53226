import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Refuses a request whose `Host` is not one of ours: a name of somebody else's that was made to resolve to this machine
 * (DNS rebinding) would let that page in as if it were the lab's own.
 *
 * @returns whether it was refused, and answered
 */
export function refusesHost(
  { headers }: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): boolean {
  if (headers.host !== undefined && allowed.includes(headers.host.toLowerCase())) return false
  response
    .writeHead(421, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' })
    .end('This is not the host that you are looking for.\n')
  return true
}
