import type { HeaderList } from 'concors/protocol'

/**
 * What undici (its parser is llhttp, as Node's own) refuses of a response that a browser would take, in words that
 * say which byte it was. docs/user-agent.md lists them.
 */
const PARSER_FAULTS: Readonly<Record<string, string>> = {
  'Missing expected CR after response line': 'a status line that ends in LF (0x0a) without CR',
  'Missing expected CR after header value': 'a header line that ends in LF (0x0a) without CR',
  'Missing expected LF after header value': 'a CR (0x0d) without LF in a header value',
  'Unexpected whitespace after header value':
    'a folded header line: it begins with a space (0x20) or a tab (0x09)',
}

/** Names of the bytes that people have a name for. */
const NAMES: Readonly<Record<number, string>> = {
  0x00: 'NUL',
  0x0a: 'LF',
  0x0b: 'VT',
  0x0c: 'FF',
  0x0d: 'CR',
  0x20: 'space',
  0x7f: 'DEL',
}

/**
 * @param message undici's, with the parser's reason in brackets
 * @param rest what it had not parsed yet, as text: the byte in question is its first
 */
export function parserFault(message: string, rest: unknown): string {
  const reason = /\(([^)]*)\)$/.exec(message)?.[1] ?? message
  const known = PARSER_FAULTS[reason]
  if (known !== undefined) return known
  const byte = typeof rest === 'string' && rest !== '' ? named(rest.charCodeAt(0)) : null
  if (byte === null) return `something that is no HTTP (${reason})`
  if (reason === 'Invalid header value char') return `a header value with the byte ${byte}`
  if (reason === 'Invalid header token') return `a header name with the byte ${byte}`
  return `something that is no HTTP (${reason}, at the byte ${byte})`
}

/** What is wrong with a response's head, of which the library says nothing but that its lengths contradict. */
export function headFault(received: Uint8Array | undefined): string {
  if (received !== undefined) {
    const [head = ''] = Buffer.from(received).toString('latin1').split('\r\n\r\n', 1)
    for (const line of head.split('\r\n').slice(1)) {
      const fault = lineFault(line)
      if (fault !== null) return fault
    }
  }
  return 'Content-Length more than once, or beside Transfer-Encoding'
}

function lineFault(line: string): string | null {
  if (/^[\t ]/.test(line)) return PARSER_FAULTS['Unexpected whitespace after header value']!
  if (line.includes('\n')) return PARSER_FAULTS['Missing expected CR after header value']!
  if (line.includes('\r')) return PARSER_FAULTS['Missing expected LF after header value']!
  const colon = line.indexOf(':')
  const name = colon === -1 ? line : line.slice(0, colon)
  const inName = /[^!#$%&'*+\-.^_`|~\w]/.exec(name)
  if (inName !== null) return `a header name with the byte ${named(inName[0].charCodeAt(0))}`
  const inValue = REFUSED_IN_VALUE.exec(line.slice(colon + 1))
  return inValue === null ? null : `a header value with the byte ${named(inValue[0].charCodeAt(0))}`
}

// oxlint-disable-next-line no-control-regex -- these are the bytes in question
const REFUSED_IN_VALUE = /[\x00-\x08\x0a-\x1f\x7f]/

/** The first byte of a request's headers that a page may set, and undici does not send. */
export function refusedByte(headers: HeaderList): string | null {
  for (const [name, value] of headers) {
    const found = REFUSED_IN_VALUE.exec(value)
    if (found !== null) {
      return `the value of ${name} has the byte ${named(found[0].charCodeAt(0))}, which the HTTP library refuses`
    }
  }
  return null
}

function named(byte: number): string {
  const hex = `0x${byte.toString(16).padStart(2, '0')}`
  const name = NAMES[byte]
  return name === undefined ? hex : `${hex} (${name})`
}
