import { get, getAll, isCorsSafelistedMethod, isMethod } from 'concors/protocol'
import type { Exchange, ExplainedRequest } from './explanation.js'

/** `Access-Control-Allow-Methods` as it should be: what it names now, and the method that was asked for. */
export function allowedMethods({ request, response }: Exchange, asked: ExplainedRequest): string {
  const method = get(request.headers, 'access-control-request-method') ?? asked.method
  const methods = usableTokens(getAll(response?.headers ?? [], 'access-control-allow-methods'), asked)
  const named = methods.includes(method) || methods.includes('*')
  if (!named && (methods.length === 0 || !isCorsSafelistedMethod(method))) methods.push(method)
  return methods.join(', ')
}

/** `Access-Control-Allow-Headers` as it should be: what it names now, and the names that were asked for. */
export function allowedHeaderNames({ request, response }: Exchange, asked: ExplainedRequest): string {
  const wanted = (get(request.headers, 'access-control-request-headers') ?? '').split(',')
  const names = usableTokens(getAll(response?.headers ?? [], 'access-control-allow-headers'), asked)
  const lower = new Set(names.map((name) => name.toLowerCase()))
  for (const name of wanted) {
    if (name === '' || lower.has(name)) continue
    // The wildcard stands for every name but this one.
    if (lower.has('*') && name !== 'authorization') continue
    names.push(name)
  }
  return names.join(', ')
}

/** The tokens among a header's values. With credentials `*` is a name like any other, of no use. */
function usableTokens(lines: readonly string[], { credentials }: ExplainedRequest): string[] {
  const tokens = lines.flatMap((line) => line.split(',')).map((token) => token.trim())
  return [
    ...new Set(tokens.filter((token) => isMethod(token) && (token !== '*' || credentials !== 'include'))),
  ]
}
