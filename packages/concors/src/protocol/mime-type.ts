import { getDecodeAndSplit, normalizeHeaderValue } from './header-list.js'
import type { HeaderList } from './header-list.js'
import { isToken } from './method.js'

/** https://mimesniff.spec.whatwg.org/#mime-type */
export interface MimeType {
  readonly type: string
  readonly subtype: string
  /** `type/subtype`, lower-case. */
  readonly essence: string
  readonly parameters: ReadonlyMap<string, string>
}

/** https://mimesniff.spec.whatwg.org/#parse-a-mime-type; null is its failure. */
export function parseMimeType(input: string): MimeType | null {
  const text = normalizeHeaderValue(input)
  const slash = text.indexOf('/')
  if (slash === -1) return null
  const type = text.slice(0, slash)
  if (!isToken(type)) return null
  const semicolon = text.indexOf(';', slash)
  const end = semicolon === -1 ? text.length : semicolon
  const subtype = text.slice(slash + 1, end).replace(/[\t\n\r ]+$/, '')
  if (!isToken(subtype)) return null
  const lowerType = type.toLowerCase()
  const lowerSubtype = subtype.toLowerCase()
  return {
    type: lowerType,
    subtype: lowerSubtype,
    essence: `${lowerType}/${lowerSubtype}`,
    parameters: parseParameters(text, end),
  }
}

/** https://mimesniff.spec.whatwg.org/#serialize-a-mime-type */
export function serializeMimeType(mimeType: MimeType): string {
  let text = mimeType.essence
  for (const [name, value] of mimeType.parameters) {
    const written = value !== '' && isToken(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
    text += `;${name}=${written}`
  }
  return text
}

/** The MIME type of a response, joined over its Content-Type lines. https://fetch.spec.whatwg.org/#concept-header-extract-mime-type */
export function extractMimeType(list: HeaderList): MimeType | null {
  const values = getDecodeAndSplit(list, 'content-type')
  if (values === null) return null
  let charset: string | null = null
  let mimeType: MimeType | null = null
  for (const value of values) {
    const parsed = parseMimeType(value)
    if (parsed === null || parsed.essence === '*/*') continue
    const previous: MimeType | null = mimeType
    mimeType = parsed
    const own = parsed.parameters.get('charset')
    if (previous === null || parsed.essence !== previous.essence) charset = own ?? null
    else if (own === undefined && charset !== null) {
      mimeType = { ...parsed, parameters: new Map([...parsed.parameters, ['charset', charset]]) }
    }
  }
  return mimeType
}

function parseParameters(text: string, from: number): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  let position = from
  while (position < text.length) {
    position++ // the semicolon
    while (/[\t\n\r ]/.test(text.charAt(position))) position++
    const start = position
    while (position < text.length && text[position] !== ';' && text[position] !== '=') position++
    const name = text.slice(start, position).toLowerCase()
    if (position >= text.length) break
    if (text[position] === ';') continue
    position++ // the equals sign
    if (position >= text.length) break
    let value: string
    if (text[position] === '"') {
      let unquoted = ''
      position++
      while (position < text.length && text[position] !== '"') {
        if (text[position] === '\\' && position + 1 < text.length) position++
        unquoted += text[position]
        position++
      }
      value = unquoted
      while (position < text.length && text[position] !== ';') position++
    } else {
      const valueStart = position
      while (position < text.length && text[position] !== ';') position++
      value = text.slice(valueStart, position).replace(/[\t\n\r ]+$/, '')
      if (value === '') continue
    }
    if (isToken(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && !parameters.has(name)) {
      parameters.set(name, value)
    }
  }
  return parameters
}

const JAVASCRIPT_TYPES: ReadonlySet<string> = new Set([
  'application/ecmascript',
  'application/javascript',
  'application/x-ecmascript',
  'application/x-javascript',
  'text/ecmascript',
  'text/javascript',
  'text/javascript1.0',
  'text/javascript1.1',
  'text/javascript1.2',
  'text/javascript1.3',
  'text/javascript1.4',
  'text/javascript1.5',
  'text/jscript',
  'text/livescript',
  'text/x-ecmascript',
  'text/x-javascript',
])

/** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
export function isJavaScriptMimeType(mimeType: MimeType | null): boolean {
  return mimeType !== null && JAVASCRIPT_TYPES.has(mimeType.essence)
}
