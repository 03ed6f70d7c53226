import type { Decision, Policy } from 'concors'

/** An origin to try, and what somebody could hope for with it. */
export interface TriedOrigin {
  readonly origin: string
  readonly note: string
}

/** Origins that a careless comparison lets in, made from one that is meant. */
export function originsToTry(page: string, meant: string): readonly TriedOrigin[] {
  const { protocol, hostname, port } = new URL(meant)
  const at = port === '' ? '' : `:${port}`
  const other = protocol === 'https:' ? 'http:' : 'https:'
  const tried: readonly TriedOrigin[] = [
    { origin: meant, note: 'allowed by the policy' },
    { origin: page, note: "this lab's own page" },
    { origin: `${protocol}//evil-${hostname}${at}`, note: 'a prefix' },
    { origin: `${protocol}//${hostname}.evil.net${at}`, note: 'a suffix' },
    { origin: `${protocol}//sub.${hostname}${at}`, note: 'a subdomain' },
    { origin: `${protocol}//${hostname.replaceAll('.', 'x')}${at}`, note: 'another letter for each dot' },
    { origin: `${other}//${hostname}${at}`, note: protocol === 'https:' ? 'without TLS' : 'with TLS' },
    { origin: `${protocol}//${hostname}:${port === '8443' ? '9443' : '8443'}`, note: 'another port' },
    { origin: 'null', note: 'a sandboxed frame, or a file' },
    { origin: 'https://evil-example.com', note: 'a stranger' },
    { origin: 'https://example.com.evil.net', note: 'a stranger' },
  ]
  return tried.filter(({ origin }, index) => tried.findIndex((one) => one.origin === origin) === index)
}

/** An origin that the policy names, or whose pattern it names; a usual one where it names none. */
export function meantOrigin(allowOrigins: unknown): string {
  const listed = Array.isArray(allowOrigins) ? (allowOrigins as unknown[]) : []
  // Of a real host there is more to be said than of localhost.
  const patterns = listed.toSorted((a, b) => Number(isLocal(a)) - Number(isLocal(b)))
  for (const pattern of patterns) {
    if (typeof pattern !== 'string') continue
    const origin = pattern
      .replace('://*.', '://app.')
      .replace(/:(?:\*|\{(\d+).*\})$/, (_, port: string | undefined) =>
        port === undefined ? ':8080' : `:${port}`,
      )
    if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
  }
  return 'https://example.com'
}

function isLocal(pattern: unknown): boolean {
  return typeof pattern === 'string' && /\/\/(?:localhost|127\.|\[)/.test(pattern)
}

/** What the policy says to a page of this origin that asks with GET. A policy of JSON has no resolver, and says it at once. */
export function decide(policy: Policy, origin: string): Decision {
  return policy.decide({ method: 'GET', headers: [['origin', origin]] }) as Decision
}
