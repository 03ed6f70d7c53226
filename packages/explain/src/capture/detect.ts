/** What people bring. */
export type CaptureKind = 'har' | 'curl' | 'console' | 'http' | 'snippet' | 'url'

/** Tells what a pasted text is; null where it could be anything. */
export function detectKind(text: string): CaptureKind | null {
  const start = text.trimStart()
  if (/^\{\s*"log"\s*:/.test(start)) return 'har'
  if (/^(?:[$>]\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/i.test(start)) return 'curl'
  if (/^(?:[*<>] |HTTP\/\d|[A-Z]+ \S+ HTTP\/\d)/.test(start)) return 'http'
  if (CONSOLE.test(start)) return 'console'
  if (/^https?:\/\/\S+$/.test(start.trim())) return 'url'
  if (/\b(?:fetch|axios|XMLHttpRequest|ajax|getJSON|\$\.(?:get|post))\b/.test(start)) return 'snippet'
  return null
}

const CONSOLE =
  /blocked by CORS policy|Cross-Origin Request Blocked|due to access control checks|is not allowed by Access-Control-Allow-|net::ERR_|Preflight response is not successful|Cannot use wildcard in Access-Control|Credentials flag is true|cannot load \S+ due to|Failed to load https?:|mixed active content|Mixed Content:|Cross-Origin-Resource-Policy|is therefore not allowed access|Content.Security.Policy|FetchEvent|service worker is|OpaqueResponseBlocking|MIME type|is not executable|[Tt]ainted|operation is insecure|Failed to execute 'fetch'|Window\.fetch:|TypeError: (?:URL is not valid|Method )|[Rr]efused to [gs]et unsafe header|^Cookie .*rejected|content blocker|TypeError: (?:Failed to fetch|NetworkError when|Load failed)|Error: Network Error/
