import { isDefaultPort, isMistake, parseOriginPattern } from './origin-pattern.js'

/** The pattern that was meant, if there is one that can have been meant. */
export function repairOriginPattern(text: string): string | undefined {
  const trimmed = text.trim()
  const withScheme = trimmed.includes('://') ? trimmed : addScheme(trimmed)
  const colon = withScheme.indexOf('://')
  const scheme = withScheme.slice(0, colon).toLowerCase()
  const authority = /^[^/?#\\]*/.exec(withScheme.slice(colon + 3))![0]
  const repaired = `${scheme}://${canonical(withoutUserInfo(authority), scheme)}`
  return isMistake(parseOriginPattern(repaired)) ? undefined : repaired
}

function addScheme(text: string): string {
  const bare = text.replace(/^\/\//, '')
  return /^(?:localhost|127\.)/i.test(bare) ? `http://${bare}` : `https://${bare}`
}

function withoutUserInfo(authority: string): string {
  return authority.slice(authority.lastIndexOf('@') + 1)
}

/** Lower case, punycode, addresses in their one form, no default port. */
function canonical(authority: string, scheme: string): string {
  const [, star, host, port] = /^(\*\.)?(\[[^\]]*\]|[^:]*)(:.*)?$/.exec(authority) ?? ['', '', authority, '']
  const kept = port === undefined || isDefaultPort(scheme, Number(port.slice(1))) ? '' : port
  const url = `https://${host}`
  return `${star ?? ''}${URL.canParse(url) ? new URL(url).hostname : host}${kept}`
}
