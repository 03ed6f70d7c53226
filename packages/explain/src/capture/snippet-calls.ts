import type { ESTree } from 'meriyah'
import { isHeaderName, isMethod, normalizeMethod } from 'concors/protocol'
import type { CredentialsMode, Header, HeaderList, Mode, RedirectMode } from 'concors/protocol'
import { CaptureError } from './capture-error.js'
import { headersOfPage } from './captured-request.js'
import type { CapturedRequest } from './captured-request.js'
import { dottedName, isObject, StaticForm, staticValue, UNKNOWN } from './static-value.js'
import type { Names, StaticValue } from './static-value.js'

type Values = readonly StaticValue[]
type Options = { readonly [name: string]: StaticValue }

/** What stands for a value that only running the code could tell. */
const UNKNOWN_TEXT = 'unknown'

const PLAIN = {
  method: 'GET',
  headers: [],
  body: null,
  mode: 'cors',
  credentials: 'same-origin',
  redirect: 'follow',
  origin: null,
  cookies: null,
} as const

/** `fetch(url, init)`; the URL may be a `Request`. */
export function fetchRequest([input, init]: Values, place: string): CapturedRequest {
  const request = isObject(input ?? null) ? (input as Options)['request'] : undefined
  const [url, first] = Array.isArray(request) ? (request as Values) : [input]
  const options = { ...optionsOf(first), ...optionsOf(init) }
  const notes: string[] = []
  const { body, type } = bodyOf(options['body'], notes)
  const headers = withType(headersOf(options['headers'], notes), type)
  const mode = oneOf<Mode>(options['mode'], ['cors', 'no-cors', 'same-origin'], 'cors')
  return {
    ...PLAIN,
    url: urlOf(url, place),
    method: methodOf(options['method'], 'GET', place),
    headers: headersOfPage(headers),
    body,
    mode,
    credentials: oneOf<CredentialsMode>(
      options['credentials'],
      ['include', 'same-origin', 'omit'],
      'same-origin',
    ),
    redirect: oneOf<RedirectMode>(options['redirect'], ['follow', 'error', 'manual'], 'follow'),
    // Only copied code has it: it names the page.
    origin: originOf(options['referrer']),
    notes,
  }
}

/** `axios(config)`, `axios.get(url, config)`, `axios.post(url, data, config)` */
export function axiosRequest(name: string, values: Values, place: string): CapturedRequest {
  const verb = /\.(?!request$)(\w+)$/.exec(name)?.[1] ?? null
  const withData = verb !== null && /^(?:post|put|patch)$/.test(verb)
  const config: Options =
    verb === null && isObject(values[0] ?? null)
      ? (values[0] as Options)
      : { url: values[0], ...(withData ? { data: values[1] } : {}), ...optionsOf(values[withData ? 2 : 1]) }
  const notes: string[] = []
  const { data } = config
  const isJson = isObject(data) || Array.isArray(data)
  const { body, type } = bodyOf(isJson ? '{}' : data, notes)
  const base = config['baseURL']
  const url =
    typeof base === 'string' && typeof config['url'] === 'string' ? `${base}${config['url']}` : config['url']
  return {
    ...PLAIN,
    url: urlOf(url, place),
    method: methodOf(config['method'], verb?.toUpperCase() ?? 'GET', place).toUpperCase(),
    headers: headersOfPage(
      withType(
        headersOf(config['headers'], notes),
        isJson ? 'application/json' : body === null ? null : (type ?? FORM),
      ),
    ),
    body,
    credentials: credentialsOf(config['withCredentials']),
    notes,
  }
}

const FORM = 'application/x-www-form-urlencoded'

/** `$.ajax(url, settings)`, `$.get(url)`, `$.post(url, data)`, `$.getJSON(url)` */
export function ajaxRequest(name: string, values: Values, place: string): CapturedRequest {
  const [first, second] = values
  const short = !name.endsWith('.ajax')
  const settings: Options = isObject(first ?? null)
    ? (first as Options)
    : short
      ? { url: first, data: second, method: name.endsWith('.post') ? 'POST' : 'GET' }
      : { url: first, ...optionsOf(second) }
  const notes: string[] = []
  const method = methodOf(settings['method'] ?? settings['type'], 'GET', place).toUpperCase()
  const hasBody = settings['data'] !== undefined && !/^(?:GET|HEAD)$/.test(method)
  const given = settings['contentType']
  const type =
    !hasBody || given === false ? null : typeof given === 'string' ? given : `${FORM}; charset=UTF-8`
  const xhrFields = optionsOf(settings['xhrFields'])
  return {
    ...PLAIN,
    url: urlOf(settings['url'], place),
    method,
    headers: headersOfPage(withType(headersOf(settings['headers'], notes), type)),
    body: hasBody ? (bodyOf(settings['data'], notes).body ?? '') : null,
    credentials: credentialsOf(xhrFields['withCredentials']),
    notes,
  }
}

interface Xhr {
  url: StaticValue
  method: StaticValue
  credentials: boolean
  readonly headers: Header[]
}

/** `open`, `setRequestHeader`, `withCredentials` and `send` of each XMLHttpRequest, by the name of its variable. */
export class XhrRequests {
  readonly #open = new Map<string, Xhr>()

  assign({ left, right }: ESTree.AssignmentExpression, names: Names): void {
    const match = /^(.+)\.withCredentials$/.exec(dottedName(left))
    if (match === null) return
    this.#xhr(match[1]!).credentials = staticValue(right, names) === true
  }

  /** The request, once it is sent. */
  call(name: string, values: Values, place: string): CapturedRequest | null {
    const match = /^(.+)\.(open|setRequestHeader|send)$/.exec(name)
    if (match === null) return null
    const [, object, method] = match as unknown as [string, string, 'open' | 'setRequestHeader' | 'send']
    if (method === 'open') {
      if (values.length < 2) return null
      Object.assign(this.#xhr(object), { method: values[0], url: values[1] })
      return null
    }
    const xhr = this.#open.get(object)
    if (xhr === undefined) return null
    if (method === 'setRequestHeader') {
      xhr.headers.push([textOf(values[0]), textOf(values[1])])
      return null
    }
    this.#open.delete(object)
    const notes: string[] = []
    const { body, type } = bodyOf(values[0] ?? undefined, notes)
    return {
      ...PLAIN,
      url: urlOf(xhr.url, place),
      method: methodOf(xhr.method, 'GET', place),
      headers: headersOfPage(withType(checkedHeaders(xhr.headers, notes), type)),
      body,
      credentials: credentialsOf(xhr.credentials),
      notes,
    }
  }

  #xhr(name: string): Xhr {
    const known = this.#open.get(name)
    if (known !== undefined) return known
    const made: Xhr = { url: UNKNOWN, method: 'GET', credentials: false, headers: [] }
    this.#open.set(name, made)
    return made
  }
}

function optionsOf(value: StaticValue): Options {
  return isObject(value ?? null) ? (value as Options) : {}
}

function originOf(referrer: StaticValue): string | null {
  return typeof referrer === 'string' && URL.canParse(referrer) ? new URL(referrer).origin : null
}

function credentialsOf(value: StaticValue): CredentialsMode {
  return value === true ? 'include' : 'same-origin'
}

function urlOf(value: StaticValue, place: string): string {
  if (typeof value !== 'string')
    throw new CaptureError(place, 'the URL is not in the code', 'a URL that is written out')
  if (!URL.canParse(value)) {
    const found = `${JSON.stringify(value)} is a part of a URL`
    throw new CaptureError(place, found, 'a whole one, such as https://api.example.com/items')
  }
  return value
}

function methodOf(value: StaticValue, fallback: string, place: string): string {
  if (value === undefined || value === UNKNOWN) return fallback
  if (typeof value !== 'string' || !isMethod(value)) {
    throw new CaptureError(place, `${JSON.stringify(value)} is no method`, 'a method such as PUT')
  }
  return normalizeMethod(value)
}

function oneOf<T extends string>(value: StaticValue, known: readonly T[], fallback: T): T {
  return known.find((one) => one === value) ?? fallback
}

function headersOf(value: StaticValue, notes: string[]): HeaderList {
  if (value === UNKNOWN) notes.push('The headers are not in the code.')
  if (Array.isArray(value)) {
    const pairs = (value as Values).filter(Array.isArray) as readonly Values[]
    return checkedHeaders(
      pairs.map(([name, text]) => [textOf(name), textOf(text)]),
      notes,
    )
  }
  return checkedHeaders(
    Object.entries(optionsOf(value)).map(([name, text]) => [name, textOf(text)]),
    notes,
  )
}

function checkedHeaders(list: HeaderList, notes: string[]): HeaderList {
  return list.filter(([name]) => {
    if (!isHeaderName(name)) notes.push(`${JSON.stringify(name)} is no header name.`)
    return isHeaderName(name)
  })
}

function textOf(value: StaticValue): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : UNKNOWN_TEXT
}

/** The body, and the type that a browser sets for it. */
function bodyOf(
  value: StaticValue,
  notes: string[],
): { readonly body: string | null; readonly type: string | null } {
  if (value === undefined || value === null) return { body: null, type: null }
  if (value instanceof StaticForm) {
    return {
      body: '',
      type: value.type === 'urlencoded' ? `${FORM};charset=UTF-8` : 'multipart/form-data; boundary=x',
    }
  }
  if (typeof value === 'string') return { body: value, type: 'text/plain;charset=UTF-8' }
  notes.push('The body is not in the code: it is taken for one without a type of its own.')
  return { body: '', type: null }
}

function withType(headers: HeaderList, type: string | null): HeaderList {
  const has = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return type === null || has ? headers : [...headers, ['Content-Type', type]]
}
