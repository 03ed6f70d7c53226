import { get, isCorsSafelistedMethod } from 'concors/protocol'
import type { Explanation } from '../explanation.js'

/** What a server has to allow for one request, and not more. */
export interface Need {
  readonly origin: string
  readonly credentials: boolean
  /** Beyond those that need no permission; upper and lower case matter. */
  readonly methods: readonly string[]
  /** Lower-case. */
  readonly headers: readonly string[]
}

/** What the request needs; null where no permission helps, or where none could be given to the page alone. */
export function needOf({ request, exchanges, fix }: Explanation): Need | null {
  if (fix === null || !(fix.proved || fix.assumed) || request.origin === 'null') return null
  const headers = exchanges.flatMap(({ kind, request: asked }) =>
    kind === 'preflight' ? (get(asked.headers, 'access-control-request-headers') ?? '').split(',') : [],
  )
  return {
    origin: request.origin,
    credentials: request.credentials === 'include',
    methods: isCorsSafelistedMethod(request.method) ? [] : [request.method],
    headers: [...new Set(headers.filter((name) => name !== ''))],
  }
}
