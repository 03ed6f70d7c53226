/**
 * Values by path, for a server whose router we do not know: some ignore case, a slash at the end, escapes that need
 * not be there, or what follows a semicolon. Where two such readings of a path have two values, it has none.
 */
export class PathIndex<Value> {
  /** As written. */
  readonly #exact = new Map<string, Value>()
  readonly #below = new Map<string, Value>()
  /** As the most lenient router reads them. */
  readonly #looseExact = new Map<string, Value>()
  readonly #looseBelow = new Map<string, Value>()
  #allLoose = true

  /** False if another value is there already for what is the same path to some routers. */
  add(path: string, andBelow: boolean, value: Value): boolean {
    const loosePath = loosely(path)
    const loose = andBelow ? this.#looseBelow : this.#looseExact
    const known = loose.get(loosePath)
    loose.set(loosePath, value)
    const strict = andBelow ? this.#below : this.#exact
    strict.set(path, value)
    if (loosePath !== path) this.#allLoose = false
    return known === undefined || known === value
  }

  /** @param pathAndQuery from its slash */
  find(pathAndQuery: string): Value | null {
    const path = withoutQuery(pathAndQuery)
    if (isAmbiguous(path)) return null
    const value = lookUp(path, this.#exact, this.#below)
    // Nearly every path has but one reading, which is seen without making others.
    if (value === null || (this.#allLoose && !/[A-Z%;]|\/$/.test(path))) return value
    const agreed = readingsOf(path).every(
      (reading) => !STRUCTURE.test(reading) && lookUp(reading, this.#looseExact, this.#looseBelow) === value,
    )
    return agreed ? value : null
  }

  /** What routers may take a path to have, of which `find` says nothing: everything, where it cannot be told. */
  candidates(pathAndQuery: string): readonly Value[] {
    const path = withoutQuery(pathAndQuery)
    const readings = readingsOf(path)
    if (isAmbiguous(path) || readings.some((reading) => STRUCTURE.test(reading))) {
      return [...this.#exact.values(), ...this.#below.values()]
    }
    return [
      lookUp(path, this.#exact, this.#below),
      ...readings.map((reading) => lookUp(reading, this.#looseExact, this.#looseBelow)),
    ].filter((value) => value !== null)
  }
}

function withoutQuery(pathAndQuery: string): string {
  return /^[^?#]*/.exec(pathAndQuery)![0]
}

/** Doubled slashes and dot segments. */
const STRUCTURE = /\/\/|\/\.{1,2}(?:\/|$)/

/** What no browser sends so, or a router may take for another path, whatever the policies. */
export function isAmbiguous(path: string): boolean {
  return (
    STRUCTURE.test(path) ||
    /[^!-~]|[?#\\]/.test(path) ||
    // Encoded: slashes, and what need not be: letters, digits, - . _ ~, and an escape itself.
    /%(?:2f|5c|2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e|25[0-9a-f]{2})/i.test(path)
  )
}

function readingsOf(path: string): readonly string[] {
  const decoded = path.replaceAll(/(?:%[0-9a-f]{2})+/gi, decode)
  // Parameters of a segment; and Fastify 4, like some decoders, ends the path where it sees one of these.
  const readings = [decoded, decoded.replaceAll(/;[^/]*/g, ''), decoded.replace(/[;?#].*$/s, '')]
  return readings.map(loosely)
}

function loosely(path: string): string {
  return path
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, decode)
    .toLowerCase()
    .replace(/(?<=.)\/$/, '')
}

function decode(escapes: string): string {
  try {
    return decodeURIComponent(escapes)
  } catch {
    return escapes
  }
}

function lookUp<Value>(
  path: string,
  exact: ReadonlyMap<string, Value>,
  below: ReadonlyMap<string, Value>,
): Value | null {
  const own = exact.get(path)
  if (own !== undefined) return own
  for (let end = path.length; end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const value = below.get(path.slice(0, end))
    if (value !== undefined) return value
  }
  return null
}
