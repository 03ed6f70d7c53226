import { isIpAddress } from '../protocol/origin.js'
import type { PolicyIssueCode } from './issues.js'

/** Longest origin, in bytes: scheme 64, `://`, host 253, colon, port 5. */
export const MAX_ORIGIN_LENGTH = 326

/** A pattern, taken apart. */
export interface ParsedPattern {
  readonly scheme: string
  /** Without `*.`. */
  readonly host: string
  /** Whether it means the subdomains of the host, of any depth, and not the host itself. */
  readonly subdomains: boolean
  /** Empty is the scheme's default port, `*` is any. */
  readonly ports: readonly string[]
}

export type PatternMistake = Extract<PolicyIssueCode, `origin-${string}` | `wildcard-${string}`>

/** True for a mistake, as opposed to a pattern. */
export function isMistake(parsed: ParsedPattern | PatternMistake): parsed is PatternMistake {
  return typeof parsed === 'string'
}

/** What a text shows, but for a list of ports, before it is taken apart: the first that fits is the mistake. */
const MISTAKES: readonly (readonly [sign: RegExp, mistake: PatternMistake])[] = [
  [/^null$/, 'origin-null'],
  [/^\*$/, 'wildcard-in-list'],
  [/^\s|\s$/, 'origin-whitespace'],
  [/[\s,;]/, 'origin-list-in-string'],
  [/^(?!.*:\/\/)./, 'origin-missing-scheme'],
  [/^file:/, 'origin-scheme-file'],
  [/:\/\/[^/?#\\]*@/, 'origin-has-user-info'],
  [/:\/\/.*[/?#\\]/, 'origin-has-path'],
  [/[^\0-\x7f]/, 'origin-not-punycode'],
  [/[A-Z]/, 'origin-upper-case'],
  // A scheme of 64, a host of 253.
  [/^[^:]{65,}:|:\/\/(?:\*\.|(?!\*\.))[^:]{254}/, 'origin-too-long'],
  [/^[^:]*\*|:\/\/(?:\*\.|(?!\*\.))[^:]*\*/, 'wildcard-misplaced'],
]

/** An origin or a pattern: scheme, `*.`, host and port. */
export const PATTERN =
  /^([a-z][a-z0-9+.-]{0,63}):\/\/(\*\.)?((?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\])(?::(.*))?$/

/** What it finds. */
export type PatternParts = [
  text: string,
  scheme: string,
  star: string | undefined,
  host: string,
  port: string | undefined,
]

/**
 * Reads `scheme "://" ["*."] host [":" (port / "*" / "{" port *("," port) "}")]`. What is not the form in which
 * browsers write an origin is a mistake, because matching is by bytes.
 */
export function parseOriginPattern(text: string): ParsedPattern | PatternMistake {
  const shown = text.replace(/\{[0-9,]*\}$/, '{}')
  const found = MISTAKES.find(([sign]) => sign.test(shown))
  if (found !== undefined) return found[1]
  const parts = PATTERN.exec(text)
  if (parts === null) return 'origin-invalid'
  const [, scheme, star, host, port] = parts as unknown as PatternParts
  const ports = port === undefined ? [''] : (/^\{(.*)\}$/.exec(port)?.[1] ?? port).split(',')
  if (port !== undefined && port !== '*') {
    if (!ports.every(isPort)) return 'origin-invalid-port'
    if (ports.some((one) => isDefaultPort(scheme, one))) return 'origin-default-port'
  }
  // The URL parser knows which hosts are addresses, how they are written, and which punycode is valid.
  const canonical = canonicalHost(host)
  if (canonical !== host) return canonical === '' ? 'origin-invalid' : 'origin-not-canonical'
  if (star !== undefined && isIpAddress(host)) return 'wildcard-with-ip-address'
  return { scheme, host, subdomains: star !== undefined, ports }
}

/** A port as an origin has it. */
export function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= 65_535
}

/** A browser leaves out the default port. */
export function isDefaultPort(scheme: string, port: string): boolean {
  return /^(?:(?:http|ws)(?::80|s:443)|ftp:21)$/.test(`${scheme}:${port}`)
}

/** A host as browsers write it; empty for what is none. */
export function canonicalHost(host: string): string {
  try {
    return new URL(`https://${host}`).hostname
  } catch {
    return ''
  }
}
