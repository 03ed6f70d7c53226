/**
 * CORS for handlers that take a Fetch `Request` and give a `Response`: Bun, Deno, workerd, Next.js route handlers,
 * SvelteKit, h3, Elysia.
 *
 * @module concors/fetch
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { answerWeb, applyWeb, asMade, WebAdapter } from './adapters/web-adapter.js'
import type { WebRequest, WebResponse } from './adapters/web-adapter.js'

export type { CorsHooks, PolicySource } from './adapters/live-policy.js'
export type { WebHeaders, WebRequest, WebResponse } from './adapters/web-adapter.js'

/** Wraps handlers. */
export interface FetchCors {
  <Request extends WebRequest, Rest extends unknown[], Response extends WebResponse>(
    handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  ): (request: Request, ...rest: Rest) => Promise<Response>
  /** Replaces the policy while running. One with a mistake throws, and the old one stays. */
  readonly reconfigure: (source: PolicySource) => void
}

/**
 * ```ts
 * const share = cors({ allowOrigins: ['https://app.example'] })
 * export default { fetch: share(async (request) => Response.json({ hello: 'world' })) }
 * ```
 *
 * What the handler throws goes on to the server, whose error response has no CORS headers: catch it in the handler.
 *
 * @throws PolicyError if the options have a mistake
 */
export function cors(source: PolicySource, hooks?: CorsHooks<WebRequest>): FetchCors {
  const adapter = new WebAdapter(source, hooks)
  const share = <Request extends WebRequest, Rest extends unknown[], Response extends WebResponse>(
    handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
  ) => {
    return async (request: Request, ...rest: Rest): Promise<Response> => {
      const decided = adapter.decide(request)
      const decision = decided instanceof Promise ? await decided : decided
      if (decision === null) {
        const response = await handler(request, ...rest)
        return isResponse(response) && !adapter.isDecided(request) ? asMade(response) : response
      }
      if (adapter.answersAtOnce(request, decision)) return answerWeb(decision) as Response
      const isOwner = adapter.own(request)
      let response: Response
      try {
        response = await handler(request, ...rest)
      } catch (error) {
        if (decision.status === null || !isOwner()) throw error
        return answerWeb(decision) as Response
      }
      if (!isOwner()) return response
      if (decision.status !== null) return answerWeb(decision) as Response
      if (!isResponse(response)) throw noResponse(handler)
      return applyWeb(response, decision)
    }
  }
  return Object.assign(share, { reconfigure: (changed: PolicySource) => adapter.reconfigure(changed) })
}

/** By its shape, for a server may have a Response of its own. */
function isResponse(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'headers' in value
}

function noResponse({ name }: { readonly name: string }): TypeError {
  return new TypeError(
    `The handler${name === '' ? '' : ` ${name}`} returned no Response; was a return forgotten?`,
  )
}
