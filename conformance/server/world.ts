import type { OriginName, PageName, Reply, Scenario } from '../scenarios/scenario.js'
import { createCertificate } from './certificate.js'
import type { ReceivedRequest } from './http-message.js'
import { startOriginServer } from './origin-server.js'
import type { Answer, OriginServer } from './origin-server.js'

/** Names that each engine is told to find on loopback; the machine's hosts file stays as it is. */
export const TEST_HOSTS = ['app.test', 'www.app.test', 'api.test'] as const

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
  readonly #servers: readonly OriginServer[]
  readonly #staged = new Map<string, Staged & { readonly served: Map<string, number> }>()
  #count = 0

  private constructor(origins: Readonly<Record<OriginName, string>>, servers: readonly OriginServer[]) {
    this.origins = origins
    this.#servers = servers
  }

  static async start(): Promise<World> {
    let world: World | null = null
    const answer: Answer = (request) => world!.#answer(request)
    const certificate = createCertificate(TEST_HOSTS)
    const plain = await Promise.all([0, 1, 2].map(() => startOriginServer(answer)))
    const secure = await Promise.all([0, 1].map(() => startOriginServer(answer, certificate)))
    const [a, b, c, sa, sb] = [...plain, ...secure].map(({ port }) => port) as [
      number,
      number,
      number,
      number,
      number,
    ]
    world = new World(
      {
        A: `http://127.0.0.1:${a}`,
        B: `http://127.0.0.1:${b}`,
        C: `http://127.0.0.1:${c}`,
        L: `http://localhost:${b}`,
        app: `http://app.test:${a}`,
        www: `http://www.app.test:${b}`,
        api: `http://api.test:${c}`,
        SA: `https://app.test:${sa}`,
        SB: `https://www.app.test:${sb}`,
        SC: `https://api.test:${sb}`,
      },
      [...plain, ...secure],
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

  /** The document of a page; for the two frames, of the page that shows them. */
  pageUrl(page: PageName): string {
    const origin = page === 'sandbox' || page === 'data' ? 'A' : page
    return `${this.origins[origin]}/page`
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
    return result.replaceAll(/:(\d{4,5})\b/g, (whole, port: string) => this.#portName(port) ?? whole)
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.close()))
  }

  #portName(port: string): string | undefined {
    const index = this.#servers.findIndex((server) => String(server.port) === port)
    return index === -1 ? undefined : `:port${index}`
  }

  #answer(request: ReceivedRequest): Reply {
    const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
    const [, id = '', path = '/'] = /^\/([^/?]*)(.*)$/.exec(request.target) ?? []
    const staged = this.#staged.get(id)
    if (staged === undefined) return PAGES[id] ?? { status: 404 }
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

/** Runs in a frame what the page around it posts. */
const FRAME_SCRIPT = `onmessage = async ({ data: { code, argument } }) => {
  parent.postMessage(await (0, eval)(code)(argument), '*')
}`

export const FRAME_DOCUMENT = `<!doctype html><title>frame</title><script>${FRAME_SCRIPT}</script>`

const HTML = [['Content-Type', 'text/html; charset=utf-8']] as const

/** Documents that belong to no scenario. */
const PAGES: Readonly<Record<string, Reply>> = {
  page: { headers: HTML, body: '<!doctype html><title>page</title><link rel="icon" href="data:,">' },
  frame: { headers: HTML, body: FRAME_DOCUMENT },
}
