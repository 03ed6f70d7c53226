import { isHeaderName, isHeaderValue } from 'concors/protocol'
import type { HeaderList } from 'concors/protocol'
import { CaptureError, excerpt, placeAt } from './capture-error.js'

/** What matters of an entry of a HAR file. */
export interface HarEntry {
  readonly index: number
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
  readonly bodyLength: number | null
  /** 0 where no response came, or none was given away. */
  readonly status: number
  readonly statusText: string
  readonly responseHeaders: HeaderList
  readonly milliseconds: number
  /** Chrome's `_resourceType`. */
  readonly resourceType: string | null
  /** The engine's own word for why there is no response; empty where it has none. */
  readonly error: string
  readonly pageUrl: string | null
  /** Whether a service worker answered; Chrome writes it down. */
  readonly byServiceWorker: boolean
}

type Fields = Readonly<Record<string, unknown>>

/** The entries of a HAR file, in their order, checked as far as they are read. */
export function readHar(text: string): readonly HarEntry[] {
  const har = fieldsOf(parsed(text), '')
  const log = fieldsOf(har['log'], 'log')
  const pages = new Map(
    listOf(log['pages'] ?? [], 'log.pages').map((page, index) => {
      const { id, title } = fieldsOf(page, `log.pages[${index}]`)
      return [id, typeof title === 'string' ? title : null] as const
    }),
  )
  return listOf(log['entries'], 'log.entries').flatMap((entry, index) => {
    const place = `log.entries[${index}]`
    const fields = fieldsOf(entry, place)
    const read = entryOf(fields, index, place)
    // data: URLs, extensions and the like are in the file too.
    return read === null ? [] : [{ ...read, pageUrl: pages.get(fields['pageref']) ?? null }]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const { message } = error as Error
    const offset = /position (\d+)/.exec(message)?.[1]
    const cut = /end of JSON|Unterminated/i.test(message)
    const place = offset === undefined ? '' : placeAt(text, Number(offset))
    const found = cut ? 'the file ends in the middle' : `${excerpt(text, Number(offset ?? 0))} is no JSON`
    throw new CaptureError(place, found, 'a HAR file as browsers export it')
  }
}

function entryOf(entry: Fields, index: number, place: string): Omit<HarEntry, 'pageUrl'> | null {
  const request = fieldsOf(entry['request'], `${place}.request`)
  const response = fieldsOf(entry['response'] ?? {}, `${place}.response`)
  const url = textOf(request['url'], `${place}.request.url`)
  if (!/^https?:/i.test(url)) return null
  if (!URL.canParse(url)) throw new CaptureError(`${place}.request.url`, excerpt(url), 'a URL')
  const { time, _resourceType: type } = entry
  const post = request['postData'] as Fields | null | undefined
  const size = request['bodySize']
  const error = entry['_error'] ?? response['_error'] ?? entry['_errorText']
  return {
    index,
    method: textOf(request['method'], `${place}.request.method`),
    url: new URL(url).href,
    headers: headersOf(request['headers'], `${place}.request.headers`),
    bodyLength: post === undefined || post === null ? null : typeof size === 'number' && size >= 0 ? size : 0,
    status: typeof response['status'] === 'number' ? response['status'] : 0,
    statusText: typeof response['statusText'] === 'string' ? response['statusText'] : '',
    responseHeaders: headersOf(response['headers'] ?? [], `${place}.response.headers`),
    milliseconds: typeof time === 'number' ? time : 0,
    resourceType: typeof type === 'string' ? type : null,
    error: typeof error === 'string' ? error : '',
    byServiceWorker:
      entry['_fetchedViaServiceWorker'] === true || response['_fetchedViaServiceWorker'] === true,
  }
}

/** Chrome joins lines of one name by a line feed. */
function headersOf(value: unknown, place: string): HeaderList {
  return listOf(value, place).flatMap((header, index) => {
    const fields = fieldsOf(header, `${place}[${index}]`)
    const name = textOf(fields['name'], `${place}[${index}].name`)
    if (!isHeaderName(name)) return []
    return textOf(fields['value'], `${place}[${index}].value`)
      .split('\n')
      .map((line): readonly [string, string] => [name, isHeaderValue(line) ? line : ''])
  })
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new CaptureError(
    place,
    `${kindOf(value)} is here`,
    place === '' ? 'an object with log.entries' : 'an object',
  )
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  throw new CaptureError(place, `${kindOf(value)} is here`, 'a list')
}

function textOf(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw new CaptureError(place, `${kindOf(value)} is here`, 'a text')
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

/** The first value of a header; null without one. */
export function valueOf(headers: HeaderList, name: string): string | null {
  return headers.find(([other]) => other.toLowerCase() === name)?.[1] ?? null
}
