import type { Header } from 'concors/protocol'
import { isHeaderName, isMethod, normalizeHeaderValue } from 'concors/protocol'
import { CaptureError } from './capture-error.js'
import { headersOfPage, originOfHeaders } from './captured-request.js'
import type { CapturedRequest } from './captured-request.js'
import { CURL_FLAGS, SHORT_FLAGS } from './curl-flags.js'
import type { CurlFlag } from './curl-flags.js'
import { shellWords } from './shell-words.js'

/** What the flags said, so far. */
interface Command {
  readonly urls: string[]
  readonly headers: Header[]
  readonly data: string[]
  readonly notes: string[]
  method: string | null
  cookies: string | null
  query: boolean
  head: boolean
  upload: boolean
}

/**
 * Reads a `curl` command, hand-written or copied from a browser's network panel, for bash or for Windows.
 *
 * @throws CaptureError that names the word which is not understood
 */
export function parseCurl(text: string): CapturedRequest {
  const words = shellWords(text.replace(/^\s*(?:[$>]\s+)?/, ''))
  if (!/^(?:.*[\\/])?curl(?:\.exe)?$/i.test(words[0] ?? '')) {
    throw new CaptureError('word 1', JSON.stringify(words[0] ?? ''), 'curl')
  }
  const command: Command = {
    urls: [],
    headers: [],
    data: [],
    notes: [],
    method: null,
    cookies: null,
    query: false,
    head: false,
    upload: false,
  }
  for (let at = 1; at < words.length; at++) at = readWord(words, at, command)
  return requestOf(command)
}

/** Reads the word at `at`, and its value; where reading stands then. */
function readWord(words: readonly string[], at: number, command: Command): number {
  const word = words[at]!
  if (!word.startsWith('-') || word === '-') {
    command.urls.push(word)
    return at
  }
  if (word.startsWith('--')) {
    const flag = CURL_FLAGS[word]
    if (flag === undefined) throw unknown(at, word)
    if (flag === 'ignored' || flag === 'switch') {
      apply(word, flag, '', command, at)
      return at
    }
    apply(word, flag, valueAt(words, at + 1, word), command, at)
    return at + 1
  }
  // -sSX POST, -XPOST, -H'a: b'
  for (let index = 1; index < word.length; index++) {
    const short = `-${word[index]!}`
    const long = SHORT_FLAGS[short]
    if (long === undefined) throw unknown(at, word.length > 2 ? `${short} (in ${word})` : short)
    const flag = CURL_FLAGS[long]!
    if (flag === 'ignored' || flag === 'switch') {
      apply(long, flag, '', command, at)
      continue
    }
    const rest = word.slice(index + 1)
    apply(long, flag, rest === '' ? valueAt(words, at + 1, short) : rest, command, at)
    return rest === '' ? at + 1 : at
  }
  return at
}

function unknown(at: number, word: string): CaptureError {
  return new CaptureError(
    `word ${at + 1}`,
    `${word} is no flag that is known here`,
    'a flag of curl, such as -H or -d',
  )
}

function valueAt(words: readonly string[], at: number, flag: string): string {
  const value = words[at]
  if (value === undefined) throw new CaptureError(`word ${at + 1}`, `${flag} has no value`, 'its value')
  return value
}

function apply(name: string, flag: CurlFlag, value: string, command: Command, at: number): void {
  if (flag === 'ignored' || flag === 'ignored-value') return
  const place = `word ${at + 2}`
  switch (name) {
    case '--request':
      if (!isMethod(value)) throw new CaptureError(place, JSON.stringify(value), 'a method such as PUT')
      command.method = value
      break
    case '--header':
      addHeader(value, command, place)
      break
    case '--user-agent':
      command.headers.push(['User-Agent', value])
      break
    case '--referer':
      command.headers.push(['Referer', value])
      break
    case '--cookie':
      if (value.includes('=')) command.cookies = value
      else command.notes.push(`The cookies of the file ${value} are not known.`)
      break
    case '--user':
      command.headers.push(['Authorization', `Basic ${base64(value.includes(':') ? value : `${value}:`)}`])
      break
    case '--oauth2-bearer':
      command.headers.push(['Authorization', `Bearer ${value}`])
      break
    case '--range':
      command.headers.push(['Range', `bytes=${value}`])
      break
    case '--url':
      command.urls.push(value)
      break
    case '--json':
      command.data.push(dataOf(value, command))
      command.headers.push(['Content-Type', 'application/json'], ['Accept', 'application/json'])
      break
    case '--data-raw':
      command.data.push(value)
      break
    case '--data-urlencode':
      command.data.push(urlEncoded(value))
      break
    case '--form':
    case '--form-string':
      command.data.push(value)
      command.headers.push(['Content-Type', 'multipart/form-data; boundary=x'])
      break
    case '--get':
      command.query = true
      break
    case '--head':
      command.head = true
      break
    case '--upload-file':
      command.upload = true
      command.notes.push(`The file ${value} is not read.`)
      break
    default:
      // -d, --data, --data-ascii, --data-binary
      command.data.push(dataOf(value, command))
  }
}

function dataOf(value: string, { notes }: Command): string {
  if (!value.startsWith('@')) return value
  notes.push(`The file ${value.slice(1)} is not read: its length does not matter for CORS.`)
  return ''
}

function addHeader(line: string, { headers }: Command, place: string): void {
  const end = line.search(/[:;]/)
  const name = end === -1 ? line : line.slice(0, end)
  if (end === -1 || !isHeaderName(name.replace(/^:/, ''))) {
    // Copied from HTTP/2: `:authority: …`
    if (line.startsWith(':')) return
    throw new CaptureError(place, JSON.stringify(line), "a header, 'Name: value'")
  }
  const value = normalizeHeaderValue(line.slice(end + 1))
  // `Name:` takes a header of curl's own away; `Name;` sends it empty.
  if (value === '' && line[end] === ':') return
  headers.push([name, value])
}

function urlEncoded(value: string): string {
  const equals = value.indexOf('=')
  if (equals === -1) return encodeURIComponent(value)
  const name = value.slice(0, equals)
  return `${name === '' ? '' : `${name}=`}${encodeURIComponent(value.slice(equals + 1))}`
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Of UTF-8. What runs here runs without globals of Node or of a page. */
function base64(text: string): string {
  const bytes = [...new TextEncoder().encode(text)]
  let result = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.slice(at, at + 3)
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    const digits = [18, 12, 6, 0].map((shift) => DIGITS[(bits >> shift) & 63]!)
    result += digits.map((digit, index) => (index <= bytes.length - at ? digit : '=')).join('')
  }
  return result
}

function requestOf(command: Command): CapturedRequest {
  const { urls, headers, data, notes, query, head, upload } = command
  const [text] = urls
  if (text === undefined) throw new CaptureError('', 'the command has no URL', 'a URL')
  if (urls.length > 1) notes.push(`Only the first of ${urls.length} URLs is explained.`)
  const url = urlOf(text, query ? data.join('&') : '')
  const body = query || data.length === 0 ? null : data.join('&')
  const cookieHeader = headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? null
  const cookies = command.cookies ?? cookieHeader
  const named = headersOfPage(headers)
  const typed = body === null || named.some(([name]) => name.toLowerCase() === 'content-type')
  const fallback = head ? 'HEAD' : upload ? 'PUT' : body === null ? 'GET' : 'POST'
  return {
    method: command.method ?? fallback,
    url,
    headers: typed ? named : [...named, ['Content-Type', 'application/x-www-form-urlencoded']],
    body,
    mode: 'cors',
    credentials: cookies === null ? 'same-origin' : 'include',
    redirect: 'follow',
    origin: originOfHeaders(headers),
    cookies,
    notes,
  }
}

function urlOf(text: string, query: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(whole)) throw new CaptureError('', `${JSON.stringify(text)} is no URL`, 'a URL')
  const url = new URL(whole)
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`
  return url.href
}
