// The behaviour suite inside SvelteKit: its hook, and the one endpoint behind it.
import { cors } from '../../src/fetch.js'
import type { FetchCors } from '../../src/fetch.js'
import { MEDDLING } from '../adapters/app.js'
import type { App } from '../adapters/app.js'
import { describeBehaviour } from '../adapters/behaviour.js'
import { handle as answer } from '../adapters/web-apps.js'
import { answerSuite, askHost } from './hosted.js'

interface Event {
  readonly request: Request
  readonly url: URL
  setHeaders(headers: Readonly<Record<string, string>>): void
}

interface Input {
  readonly event: Event
  readonly resolve: (event: Event) => Promise<Response>
}

let share: FetchCors
let shareInner: FetchCors | null

const app: App = {
  name: 'SvelteKit 2',
  async start(source, hooks, inner) {
    share = cors(source, hooks)
    shareInner = inner === undefined ? null : cors(inner)
    return { ask: askHost, reconfigure: share.reconfigure, close: async () => {} }
  },
}
describeBehaviour([app])

export async function handle({ event, resolve }: Input): Promise<Response> {
  const suite = await answerSuite(event.request)
  if (suite !== null) return suite
  const behind = (): Promise<Response> => resolve(event)
  const inner = event.url.pathname === '/inner' && shareInner !== null ? shareInner(behind) : behind
  return share(() => inner(event.request))(event.request)
}

/** What SvelteKit calls for every method that has no function of its own. */
export async function fallback(event: Event): Promise<Response> {
  const { pathname } = event.url
  if (pathname === '/throws') throw new Error('thrown')
  if (pathname !== '/meddles') return answer(event.request)
  event.setHeaders(MEDDLING)
  return Response.json({})
}
