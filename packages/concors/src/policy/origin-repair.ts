import { canonicalHost, isDefaultPort, isMistake, parseOriginPattern } from './origin-pattern.js'

/** Scheme, `*.`, host and port, whatever is written around them; each may be missing. */
const PARTS = /^(?:(.*?):\/\/|\/\/)?(?:[^/?#\\]*@)?(\*\.)?(\[[^\]]*\]|[^:/?#\\]*)(:[^/?#\\]*)?/s

/**
 * The pattern that was meant, if there is one that can have been meant: lower case, punycode, addresses in their one
 * form, no default port, nothing after the host.
 */
export function repairOriginPattern(text: string): string | undefined {
  const [, scheme, star = '', host, port = ''] = PARTS.exec(text.trim()) as unknown as [
    string,
    string | undefined,
    string | undefined,
    string,
    string?,
  ]
  if (text === 'null') return undefined
  const known = scheme?.toLowerCase() ?? (/^(?:localhost$|127\.)/i.test(host) ? 'http' : 'https')
  const kept = isDefaultPort(known, port.slice(1)) ? '' : port
  const repaired = `${known}://${star}${canonicalHost(host)}${kept}`
  return isMistake(parseOriginPattern(repaired)) ? undefined : repaired
}
