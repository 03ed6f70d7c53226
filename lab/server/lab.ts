/**
 * The lab: a page that shows CORS happening, and the weather API that it asks, on three origins.
 *
 * @module @concors/lab
 */
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { fileURLToPath } from 'node:url'
import ipaddr from 'ipaddr.js'
import type { Places } from '../api/places.js'
import { createApiServer } from './api-server.js'
import { createPageServer } from './page-server.js'
import { Runs } from './runs.js'
import { StaticFiles } from './static-files.js'

export interface LabOptions {
  /** Where to listen: a name or an address of this machine. Default: `localhost`, and nobody else gets in. */
  readonly host?: string
  /** The page's port; the APIs take the two after it. 0 takes three that are free. Default: 8610. */
  readonly port?: number
  /** Where the built page is. Default: beside this file. */
  readonly pageFolder?: string
}

/** A lab that runs. */
export interface Lab {
  /** What to open. */
  readonly url: string
  readonly places: Places
  /** Ends it, and every connection. */
  close(): Promise<void>
}

const DEFAULT_PORT = 8610

/**
 * Starts the servers.
 *
 * @throws Error where a port is taken, the host is not this machine's, or the page is not built
 */
export async function startLab({
  host = 'localhost',
  port = DEFAULT_PORT,
  pageFolder,
}: LabOptions = {}): Promise<Lab> {
  const files = new StaticFiles(pageFolder ?? fileURLToPath(new URL('../page', import.meta.url)))
  const runs = new Runs()
  const local = isLoopback(host)
  let places: Places = { page: '', sameSite: '', crossSite: '' }
  const getPlaces = (): Places => places
  const pageServer = createPageServer({
    files,
    runs,
    places: getPlaces,
    hosts: () => hostsOf(places.page, host),
    token: randomBytes(24).toString('base64url'),
    reachesPrivate: local,
  })
  const sameSiteServer = createApiServer(() => places.sameSite, getPlaces, runs)
  const crossSiteServer = createApiServer(() => places.crossSite, getPlaces, runs)
  const servers = [pageServer, sameSiteServer, crossSiteServer]
  // On loopback two names mean this machine, and they are two sites; elsewhere there is one name for all.
  const other = !local ? host : host === 'localhost' ? '127.0.0.1' : 'localhost'
  try {
    const pagePort = await listen(pageServer, host, port)
    const sameSitePort = await listen(sameSiteServer, host, port === 0 ? 0 : port + 1)
    const crossSitePort = await listen(crossSiteServer, other, port === 0 ? 0 : port + 2)
    places = {
      page: originAt(host, pagePort),
      sameSite: originAt(host, sameSitePort),
      crossSite: originAt(other, crossSitePort),
    }
  } catch (error) {
    await closeAll(servers)
    throw error
  }
  return { url: `${places.page}/`, places, close: () => closeAll(servers) }
}

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}

function originAt(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? (addressesOfThisMachine()[0] ?? 'localhost') : host
  return new URL(`http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`).origin
}

/** The names by which the page may be asked for: that which it is known by, and this machine's own addresses. */
function hostsOf(page: string, host: string): readonly string[] {
  const { host: known, port } = new URL(page)
  const everywhere = host === '0.0.0.0' || host === '::'
  const names = everywhere
    ? addressesOfThisMachine()
    : isLoopback(host)
      ? ['localhost', '127.0.0.1', '::1']
      : []
  return [known, ...names.map((name) => `${name.includes(':') ? `[${name}]` : name}:${port}`)]
}

function addressesOfThisMachine(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).flatMap(({ address, internal }) =>
      internal || address.startsWith('fe80') ? [] : [address],
    ),
  )
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, host, port)))
    // The name would be ::1 on some machines only; browsers try both, and a test asks 127.0.0.1.
    server.listen(port, host === 'localhost' ? '127.0.0.1' : host, () =>
      resolve((server.address() as AddressInfo).port),
    )
  })
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(
        `Port ${port} of ${host} is taken, perhaps by a lab that runs already. Choose another with --port, or 0 for any.`,
        { cause: error },
      )
    case 'EACCES':
      return new Error(`Port ${port} needs more rights than this process has. Choose one above 1023.`, {
        cause: error,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`${host} is no name or address of this machine.`, { cause: error })
    default:
      return error
  }
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        }),
    ),
  )
}
