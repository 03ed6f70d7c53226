import type { Explanation } from './explanation.js'
import type { HeaderChange } from './fix.js'
import { isSecretHeaderName, isSecretParameterName } from './secret-names.js'

const MASK = '***'

/** Shorter values would also be found in words that have nothing to do with them. */
const SHORTEST_KNOWN_SECRET = 6

/**
 * The same explanation without secrets: values of cookies, of Authorization and headers like it, user names and
 * passwords in URLs, and query parameters that look like tokens. A value found in one of those places is also
 * masked wherever else it turns up, for instance in a header that a server reflects.
 */
export function maskExplanation(explanation: Explanation): Explanation {
  const secrets = new Secrets()
  visit(explanation, (text, name) => {
    secrets.collect(text, name)
    return text
  })
  const masked = visit(explanation, (text, name) => secrets.mask(text, name)) as Explanation
  return { ...masked, masked: true }
}

/** One header's value without its secrets. */
export function maskHeader(name: string, value: string): string {
  return maskUrlParts(isSecretHeaderName(name) ? maskSecretHeader(name, value) : value)
}

/** A text without the secrets of the URLs in it. */
export function maskText(text: string): string {
  return maskUrlParts(text)
}

class Secrets {
  readonly #known = new Set<string>()
  #pattern: RegExp | null = null

  /** Remembers the secrets of a text. `name` is that of the header whose value it is. */
  collect(text: string, name: string | null): void {
    if (name !== null && isSecretHeaderName(name))
      for (const secret of secretsOf(name, text)) this.#add(secret)
    for (const match of text.matchAll(USERINFO)) for (const part of match[1]!.split(':')) this.#add(part)
    for (const [, , parameter, value] of text.matchAll(PARAMETER)) {
      if (isSecretParameter(parameter!)) this.#add(value!)
      else if (isEncoded(value!)) this.collect(decoded(value!), null)
    }
  }

  mask(text: string, name: string | null): string {
    const masked = name === null ? maskUrlParts(text) : maskHeader(name, text)
    this.#pattern ??= alternatives(this.#known)
    return this.#pattern === null ? masked : masked.replace(this.#pattern, MASK)
  }

  #add(secret: string): void {
    for (const form of [secret, decoded(secret), encodeURIComponent(secret)])
      if (form.length >= SHORTEST_KNOWN_SECRET) this.#known.add(form)
  }
}

/** Fields that hold our own words, or names: a cookie of the value `readable` must not make a verdict illegible. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  'action',
  'algorithm',
  'code',
  'corsError',
  'credentials',
  'failure',
  'kind',
  'knob',
  'level',
  'link',
  'meaning',
  'method',
  'mode',
  'notes',
  'notice',
  'outcome',
  'profile',
  'readableIn',
  'source',
  'step',
  'title',
  'type',
  'verdict',
  'why',
])

/** `scheme://user:password@host`, also where the scheme is left out. */
const USERINFO = /\/\/([^\s/?#@'"<>]+)@/g

/** `?name=value`, `&name=value`, also in a fragment. */
const PARAMETER = /([?&;#])([^\s=&;#?'"<>]+)=([^\s&;#'"<>]+)/g

function maskUrlParts(text: string): string {
  return text
    .replace(USERINFO, `//${MASK}@`)
    .replace(PARAMETER, (whole, before: string, name: string, value: string) => {
      if (isSecretParameter(name)) return `${before}${name}=${MASK}`
      // A parameter may hold a URL with parameters of its own.
      const inner = isEncoded(value) ? decoded(value) : value
      const masked = inner === value ? inner : maskUrlParts(inner)
      return masked === inner ? whole : `${before}${name}=${encodeURIComponent(masked)}`
    })
}

function isEncoded(value: string): boolean {
  return /%[0-9a-f]{2}/i.test(value)
}

function isSecretParameter(name: string): boolean {
  return isSecretParameterName(decoded(name))
}

/** Cookies keep their names and attributes, Authorization its scheme: people need them to see what is wrong. */
function maskSecretHeader(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'cookie':
      return value
        .split(';')
        .map((pair) => maskPair(pair))
        .join(';')
    case 'set-cookie': {
      const end = value.indexOf(';')
      return end === -1 ? maskPair(value) : maskPair(value.slice(0, end)) + value.slice(end)
    }
    case 'authorization':
    case 'proxy-authorization': {
      const space = value.indexOf(' ')
      return space <= 0 ? MASK : `${value.slice(0, space)} ${MASK}`
    }
    default:
      return MASK
  }
}

function maskPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals === -1) return MASK
  return `${pair.slice(0, equals)}=${MASK}`
}

function secretsOf(name: string, value: string): string[] {
  switch (name.toLowerCase()) {
    case 'cookie':
      return value.split(';').map(valueOfPair)
    case 'set-cookie':
      return [valueOfPair(value.split(';', 1)[0]!)]
    case 'authorization':
    case 'proxy-authorization':
      return [value.slice(value.indexOf(' ') + 1).trim()]
    default:
      return [value.trim()]
  }
}

function valueOfPair(pair: string): string {
  return pair.slice(pair.indexOf('=') + 1).trim()
}

function alternatives(texts: ReadonlySet<string>): RegExp | null {
  if (texts.size === 0) return null
  // Longest first, so that a secret within a secret does not leave its rest behind.
  const sorted = [...texts].toSorted((a, b) => b.length - a.length)
  return new RegExp(sorted.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Calls `change` for each string of a JSON value, with the name of the header whose value it is, if it is one. */
function visit(value: unknown, change: (text: string, name: string | null) => string, key = ''): unknown {
  if (typeof value === 'string') return OWN_WORDS.has(key) ? value : change(value, null)
  if (Array.isArray(value)) {
    return value.map((item: unknown) => {
      if (key === 'headers' && isPair(item)) return [item[0], change(item[1], item[0])]
      return visit(item, change, key === 'headers' ? 'header' : key)
    })
  }
  if (typeof value !== 'object' || value === null) return value
  if (key === 'header') return visitHeaderChange(value as HeaderChange, change)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, change, name)]))
}

function visitHeaderChange(
  header: HeaderChange,
  change: (text: string, name: string | null) => string,
): HeaderChange {
  const { name, value, was } = header
  return {
    ...header,
    value: value === null ? null : change(value, name),
    was: was.map((line) => change(line, name)),
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string'
  )
}
