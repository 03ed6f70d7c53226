import type { WireRequest } from 'concors/protocol'

/**
 * Whether a request may go without `--send`. A preflight changes nothing, and neither does what HTTP calls safe; a
 * body may change anything.
 */
export function isHarmless({ kind, method, body }: Pick<WireRequest, 'kind' | 'method' | 'body'>): boolean {
  if (kind === 'preflight') return true
  return body === null && (method === 'GET' || method === 'HEAD' || method === 'OPTIONS')
}
