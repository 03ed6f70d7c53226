/** How an origin that is not the trusted one comes to look like it. */
export type LookalikeKind =
  | 'null'
  | 'scheme'
  | 'port'
  | 'prefix'
  | 'suffix'
  | 'subdomain'
  | 'sibling'
  | 'dot'
  | 'case'
  | 'userinfo'

/** An origin that a server which compares carelessly takes for the trusted one. */
export interface Lookalike {
  readonly kind: LookalikeKind
  /** What `Origin` says. */
  readonly origin: string
  /** Whether only a client that is no browser can say that; the server's comparison is at fault all the same. */
  readonly forged: boolean
  /** What a server does wrong that lets it in. */
  readonly mistake: string
}

const MISTAKES: Readonly<Record<LookalikeKind, string>> = {
  null: 'it trusts null, which every sandboxed frame has',
  scheme: 'it does not compare schemes',
  port: 'it does not compare ports to their end',
  prefix: 'it looks only whether Origin begins with what it trusts',
  suffix: 'it looks whether Origin ends with what it trusts, without the dot before it',
  subdomain: 'it trusts all subdomains, those included that somebody else has or takes over',
  sibling: 'it trusts the whole site, those hosts included that somebody else has or takes over',
  dot: 'it has a pattern whose dot is not escaped, and stands for any character',
  case: 'it compares without regard to case',
  userinfo: 'it looks only whether Origin begins with what it trusts',
}

/**
 * The origins that nobody thinks of who tests a server by hand, and that whoever attacks it tries. A server that trusts some
 * of them on purpose, its subdomains for instance, is asked without those: `lookalikes(…).filter(({ kind }) => …)`.
 *
 * @param trusted an http or https origin that the server trusts, or the URL of a page of it
 * @throws TypeError for what is none
 */
export function lookalikes(trusted: string | URL): readonly Lookalike[] {
  const url = trustedUrl(trusted)
  const { protocol, hostname, origin } = url
  const port = url.port === '' ? '' : `:${url.port}`
  const at = (host: string): string => `${protocol}//${host}${port}`
  const otherScheme = `${protocol === 'https:' ? 'http:' : 'https:'}//${hostname}${port}`
  const otherPort =
    url.port !== '' && Number(`${url.port}1`) <= 65_535
      ? `${url.port}1`
      : url.port === '8443'
        ? '8444'
        : '8443'
  const upperCase = protocol + origin.slice(protocol.length).toUpperCase()
  const names = /^[\d.]+$|^\[/.test(hostname) ? [] : lookalikeNames(hostname)
  return [
    lookalike('null', 'null'),
    lookalike('scheme', otherScheme),
    lookalike('port', `${protocol}//${hostname}:${otherPort}`),
    ...names.map(([kind, host]) => lookalike(kind, at(host))),
    ...(upperCase === origin ? [] : [lookalike('case', upperCase)]),
    lookalike('userinfo', `${origin}@evil.example`),
  ]
}

function lookalikeNames(host: string): (readonly [kind: LookalikeKind, host: string])[] {
  const [first, ...rest] = host.split('.')
  const parent = rest.join('.')
  const site = rest.length > 1
  return [
    ['prefix', `${host}.evil.example`],
    ['suffix', `evil${host}`],
    ...(site ? [['suffix', `evil${parent}`] as const] : []),
    ['subdomain', `evil.${host}`],
    ...(site ? [['sibling', `evil.${parent}`] as const] : []),
    ...(rest.length > 0 ? [['dot', `${first}x${parent}`] as const] : []),
  ]
}

function lookalike(kind: LookalikeKind, origin: string): Lookalike {
  return { kind, origin, forged: kind === 'case' || kind === 'userinfo', mistake: MISTAKES[kind] }
}

function trustedUrl(trusted: string | URL): URL {
  const text = String(trusted)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      `lookalikes: ${JSON.stringify(text)} is no origin; write the one that the server trusts, like https://app.example.com`,
    )
  }
  return url
}
