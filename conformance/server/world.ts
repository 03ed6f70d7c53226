import type { OriginName, PageName } from '../scenarios/pages.js'
import { pageKind } from '../scenarios/pages.js'
import type { Reply, Scenario } from '../scenarios/scenario.js'
import { createAuthority } from './authority.js'
import type { Authority } from './authority.js'
import type { ReceivedRequest } from './http-message.js'
import { startOriginServer } from './origin-server.js'
import type { Answer, OriginServer } from './origin-server.js'
import { DOCUMENTS, pagePath } from './pages.js'

/** Names that each engine is told to find on loopback; the machine's hosts file stays as it is. */
export const TEST_HOSTS = ['app.test', 'www.app.test', 'api.test', 'xn--bcher-kva.test'] as const

/** A request that reached a server, with the origin it was sent to. */
export interface LoggedRequest extends ReceivedRequest {
  readonly origin: string
  /** The server gave no answer: a browser may try again. */
  readonly closed: boolean
}

/** One scenario on the servers, under an identity of its own, so that no run meets another's caches and cookies. */
export interface Staged {
  readonly id: string
  readonly scenario: Scenario
  readonly log: LoggedRequest[]
}

/** The servers of a run, and which scenarios they play. */
export class World {
  readonly origins: Readonly<Record<OriginName, string>>
  readonly authority: Authority
  /** Origins that this machine cannot have. */
  readonly missing: readonly OriginName[]
  readonly #servers: readonly OriginServer[]
  readonly #staged = new Map<string, Staged & { readonly served: Map<string, number> }>()
  #count = 0

  private constructor(
    origins: Readonly<Record<OriginName, string>>,
    servers: readonly OriginServer[],
    authority: Authority,
    missing: readonly OriginName[],
  ) {
    this.missing = missing
    this.origins = origins
    this.#servers = servers
    this.authority = authority
  }

  static async start(): Promise<World> {
    let world: World | null = null
    const answer: Answer = (request) => world!.#answer(request)
    const authority = createAuthority(TEST_HOSTS)
    const { trusted, selfSigned, misnamed, expired } = authority
    const servers = await Promise.all([
      ...[null, null, null, trusted, trusted, selfSigned, misnamed, expired].map((certificate) =>
        startOriginServer(answer, { certificate }),
      ),
      // Not every machine has it; what needs it is left out there.
      startOriginServer(answer, { host: '::1' }).catch(() => null),
    ])
    const port = (index: number): number => servers[index]?.port ?? 9
    const origins = {
      A: `http://127.0.0.1:${port(0)}`,
      B: `http://127.0.0.1:${port(1)}`,
      C: `http://127.0.0.1:${port(2)}`,
      L: `http://localhost:${port(1)}`,
      six: `http://[::1]:${port(8)}`,
      app: `http://app.test:${port(0)}`,
      www: `http://www.app.test:${port(1)}`,
      api: `http://api.test:${port(2)}`,
      idn: `http://xn--bcher-kva.test:${port(0)}`,
      SA: `https://app.test:${port(3)}`,
      SB: `https://www.app.test:${port(4)}`,
      SC: `https://api.test:${port(4)}`,
      selfSigned: `https://app.test:${port(5)}`,
      misnamed: `https://app.test:${port(6)}`,
      expired: `https://app.test:${port(7)}`,
    }
    world = new World(
      origins,
      servers.filter((server) => server !== null),
      authority,
      servers[8] === null ? ['six'] : [],
    )
    return world
  }

  /** Puts a scenario on the servers. */
  stage(scenario: Scenario): Staged {
    const id = `s${(this.#count += 1)}`
    const staged = { id, scenario, log: [], served: new Map<string, number>() }
    this.#staged.set(id, staged)
    return staged
  }

  unstage({ id }: Staged): void {
    this.#staged.delete(id)
  }

  /** The document of a page; of a frame, the page that shows it. */
  pageUrl(name: PageName): string {
    const { at, frame } = pageKind(name)
    return this.origins[typeof frame === 'object' ? frame.in : at] + pagePath(name)
  }

  /** The URL of an address such as `B/x?y`; what is a URL already stays as it is. */
  url(address: string, { id }: Staged): string {
    const match = /^([A-Za-z]+)(\/.*)$/.exec(address)
    return match === null ? address : `${this.origins[match[1] as OriginName]}/${id}${match[2]!}`
  }

  /** A header's value or a body, with its placeholders filled in. */
  fill(text: string, staged: Staged): string {
    const pattern = /\{(?:([^{}@]*)@)?([A-Za-z]+)(\/[^{}]*)?\}/g
    return text.replaceAll(pattern, (whole, userinfo: string | undefined, name: string, path?: string) => {
      if (name === 'id') return staged.id
      const origin = this.origins[name as OriginName] as string | undefined
      if (origin === undefined) return whole
      const url = path === undefined ? origin : this.url(`${name}${path}`, staged)
      return userinfo === undefined ? url : url.replace('//', `//${userinfo}@`)
    })
  }

  /** The reverse of `url` and `fill`, so that two runs of a scenario can be compared. */
  normalize(text: string, { id }: Staged): string {
    let result = text.replaceAll(`/${id}/`, '/')
    for (const [name, origin] of Object.entries(this.origins)) result = result.replaceAll(origin, name)
    return result
      .replaceAll(/:(\d{4,5})\b/g, (whole, port: string) => this.#portName(port) ?? whole)
      .replaceAll(new RegExp(`\\b${id}\\b`, 'g'), '{id}')
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()))
    this.authority.remove()
  }

  #portName(port: string): string | undefined {
    const index = this.#servers.findIndex((server) => String(server.port) === port)
    return index === -1 ? undefined : `:port${index}`
  }

  #answer(request: ReceivedRequest): Reply {
    const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
    const [, id = '', path = '/'] = /^\/([^/?]*)(.*)$/.exec(request.target) ?? []
    const staged = this.#staged.get(id)
    if (staged === undefined) return DOCUMENTS[request.target] ?? { status: 404 }
    const entry = Object.entries(this.origins).filter(([, origin]) => origin.endsWith(`//${host}`))
    const name = path.replace(/\?.*$/, '')
    const route = entry.map(([origin]) => staged.scenario.routes[`${origin}${name}`]).find(Boolean)
    const replies = route?.[request.method] ?? route?.['*'] ?? { status: 404, headers: [] }
    const list = [replies].flat() as Reply[]
    const key = `${host}${name} ${request.method in (route ?? {}) ? request.method : '*'}`
    const turn = staged.served.get(key) ?? 0
    staged.served.set(key, turn + 1)
    const reply = list[Math.min(turn, list.length - 1)]!
    staged.log.push({ ...request, origin: entry[0]?.[0] ?? host, closed: reply.closed ?? false })
    return this.#filled(reply, staged)
  }

  #filled(reply: Reply, staged: Staged): Reply {
    return {
      ...reply,
      ...(reply.headers && {
        headers: reply.headers.map(([name, value]) => [name, this.fill(value, staged)]),
      }),
      ...(reply.raw !== undefined && { raw: this.fill(reply.raw, staged) }),
      ...(reply.body !== undefined && { body: this.fill(reply.body, staged) }),
    }
  }
}
