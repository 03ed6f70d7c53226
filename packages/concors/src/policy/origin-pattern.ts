import { isIpAddress } from '../protocol/origin.js'
import type { PolicyIssueCode } from './issues.js'

/** Longest origin, in bytes: scheme 64, `://`, host 253, colon, port 5. */
export const MAX_ORIGIN_LENGTH = 326

const MAX_SCHEME_LENGTH = 64
const MAX_HOST_LENGTH = 253

/** A pattern, taken apart. */
export interface ParsedPattern {
  readonly text: string
  readonly scheme: string
  /** Without `*.`. */
  readonly host: string
  /** Whether it means the subdomains of the host, of any depth, and not the host itself. */
  readonly subdomains: boolean
  /** Null is the scheme's default port. */
  readonly ports: 'any' | readonly (number | null)[]
}

export type PatternMistake = Extract<PolicyIssueCode, `origin-${string}` | `wildcard-${string}`>

/** True for a mistake, as opposed to a pattern. */
export function isMistake(parsed: ParsedPattern | PatternMistake): parsed is PatternMistake {
  return typeof parsed === 'string'
}

/**
 * Reads `scheme "://" ["*."] host [":" (port / "*" / "{" port *("," port) "}")]`. What is not the form in which
 * browsers write an origin is a mistake, because matching is by bytes.
 */
export function parseOriginPattern(text: string): ParsedPattern | PatternMistake {
  if (text === 'null') return 'origin-null'
  if (text === '*') return 'wildcard-in-list'
  if (text.trim() !== text) return 'origin-whitespace'
  if (/[\s,;]/.test(text.replace(/\{[0-9,]*\}$/, ''))) return 'origin-list-in-string'
  const colon = text.indexOf('://')
  if (colon === -1) return text === '' ? 'origin-invalid' : 'origin-missing-scheme'
  const scheme = text.slice(0, colon)
  const authority = text.slice(colon + 3)
  const mistake = schemeMistake(scheme) ?? authorityMistake(authority)
  if (mistake !== null) return mistake
  const [hostText, portText] = splitPort(authority)
  const ports = portText === null ? [null] : parsePorts(portText, scheme)
  if (isPortMistake(ports)) return ports
  const subdomains = hostText.startsWith('*.')
  const host = subdomains ? hostText.slice(2) : hostText
  const flaw = hostMistake(host, subdomains)
  if (flaw !== null) return flaw
  return { text, scheme, host, subdomains, ports }
}

/** One origin, no pattern. */
export function isExact({ subdomains, ports }: ParsedPattern): boolean {
  return !subdomains && ports !== 'any' && ports.length === 1
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 }

/** A browser leaves out the default port. */
export function isDefaultPort(scheme: string, port: number): boolean {
  return Object.hasOwn(DEFAULT_PORTS, scheme) && DEFAULT_PORTS[scheme] === port
}

function schemeMistake(scheme: string): PatternMistake | null {
  if (scheme.includes('*')) return 'wildcard-misplaced'
  if (/[A-Z]/.test(scheme)) return 'origin-upper-case'
  if (scheme === 'file') return 'origin-scheme-file'
  if (scheme.length > MAX_SCHEME_LENGTH) return 'origin-too-long'
  return /^[a-z][a-z0-9+.-]*$/.test(scheme) ? null : 'origin-invalid'
}

function authorityMistake(authority: string): PatternMistake | null {
  const end = authority.search(/[/?#\\]/)
  if ((end === -1 ? authority : authority.slice(0, end)).includes('@')) return 'origin-has-user-info'
  if (end !== -1) return 'origin-has-path'
  if (/[^\0-\x7f]/.test(authority)) return 'origin-not-punycode'
  return /[A-Z]/.test(authority) ? 'origin-upper-case' : null
}

function splitPort(authority: string): readonly [host: string, port: string | null] {
  const colon = authority.indexOf(':', authority.startsWith('[') ? authority.indexOf(']') : 0)
  return colon === -1 ? [authority, null] : [authority.slice(0, colon), authority.slice(colon + 1)]
}

function parsePorts(text: string, scheme: string): ParsedPattern['ports'] | PatternMistake {
  if (text === '*') return 'any'
  const list = /^\{(.*)\}$/.exec(text)
  const ports = new Set<number>()
  for (const part of list === null ? [text] : list[1]!.split(',')) {
    const port = Number(part)
    if (!/^[1-9][0-9]{0,4}$/.test(part) || port > 65_535) return 'origin-invalid-port'
    if (isDefaultPort(scheme, port)) return 'origin-default-port'
    ports.add(port)
  }
  return [...ports]
}

function isPortMistake(ports: ParsedPattern['ports'] | PatternMistake): ports is PatternMistake {
  return typeof ports === 'string' && ports !== 'any'
}

function hostMistake(host: string, subdomains: boolean): PatternMistake | null {
  if (host.includes('*')) return 'wildcard-misplaced'
  if (host.length > MAX_HOST_LENGTH) return 'origin-too-long'
  if (!/^(?:\[[0-9a-f:.]+\]|(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?)$/.test(host)) return 'origin-invalid'
  // The URL parser knows which hosts are addresses, how they are written, and which punycode is valid.
  if (!URL.canParse(`https://${host}`)) return 'origin-invalid'
  if (new URL(`https://${host}`).hostname !== host) return 'origin-not-canonical'
  return subdomains && isIpAddress(host) ? 'wildcard-with-ip-address' : null
}
