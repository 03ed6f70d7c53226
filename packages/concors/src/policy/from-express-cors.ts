import { splitList } from './checks.js'
import { MAX_MAX_AGE } from './options.js'
import type { OriginPattern, OriginQuestion, PolicyOptions } from './options.js'
import { isMistake, parseOriginPattern } from './origin-pattern.js'
import { repairOriginPattern } from './origin-repair.js'
import { show } from './show.js'

/** The callback of an `origin` function of expressjs/cors. */
type OriginCallback = (error: Error | null, origin?: unknown) => void

/** Options of the npm package `cors`, as far as they are known here. */
export interface ExpressCorsOptions {
  readonly origin?: unknown
  readonly methods?: string | readonly string[]
  readonly allowedHeaders?: string | readonly string[]
  /** An older name of `allowedHeaders`. */
  readonly headers?: string | readonly string[]
  readonly exposedHeaders?: string | readonly string[]
  readonly credentials?: boolean
  readonly maxAge?: number | string
  readonly preflightContinue?: boolean
  readonly optionsSuccessStatus?: number
}

/** Something that was not carried over, or not as it was. */
export interface MigrationNote {
  readonly option: string
  readonly message: string
}

/** What became of the options. */
export interface FromExpressCors {
  /** For `definePolicy`; null where it is not known who may read. */
  readonly options: PolicyOptions | null
  readonly notes: readonly MigrationNote[]
}

const KNOWN: readonly string[] = [
  'origin',
  'methods',
  'allowedHeaders',
  'headers',
  'exposedHeaders',
  'credentials',
  'maxAge',
  'preflightContinue',
  'optionsSuccessStatus',
]

/**
 * Turns options of expressjs/cors into options of ours, with a note on everything that changes. What would let any
 * origin in with credentials is not carried over.
 */
export function fromExpressCors(given: ExpressCorsOptions = {}): FromExpressCors {
  const notes: MigrationNote[] = []
  const note = (option: string, message: string): void => {
    notes.push({ option, message })
  }
  for (const key of Object.keys(given)) {
    if (!KNOWN.includes(key)) note(key, 'expressjs/cors does not know this option, so it did nothing.')
  }
  const allowCredentials = given.credentials === true
  const allowOrigins = originsOf(given.origin, 'origin' in given, allowCredentials, note)
  const allowMethods = methodsOf(given.methods, note)
  const allowHeaders = headersOf(given.allowedHeaders ?? given.headers, note)
  const exposeHeaders = exposedOf(given.exposedHeaders, allowCredentials, note)
  const maxAge = maxAgeOf(given.maxAge, note)
  const status = statusOf(given.optionsSuccessStatus, note)
  if (given.preflightContinue === true) {
    note(
      'preflightContinue',
      'A preflight is always answered; every other OPTIONS always reaches the handler.',
    )
  }
  if (allowOrigins === null) return { options: null, notes }
  const options = {
    allowOrigins,
    ...(allowCredentials ? { allowCredentials } : {}),
    ...(allowMethods.length === 0 ? {} : { allowMethods }),
    ...(allowHeaders.length === 0 ? {} : { allowHeaders }),
    ...(exposeHeaders.length === 0 ? {} : { exposeHeaders }),
    ...(maxAge === null ? {} : { maxAge }),
    ...(status === null ? {} : { preflightStatus: status }),
  }
  return { options: options as unknown as PolicyOptions, notes }
}

type Note = (option: string, message: string) => void

function originsOf(origin: unknown, isGiven: boolean, credentials: boolean, note: Note): unknown {
  if (origin === undefined && isGiven) {
    note('origin', 'It is undefined, perhaps a missing environment variable. Say who may read.')
    return null
  }
  if (origin === false) {
    note('origin', 'It turned CORS off. Leave the middleware out.')
    return null
  }
  if (origin === undefined || origin === '*' || origin === true) {
    if (!credentials) return '*'
    const was = origin === true ? 'let every origin in with credentials' : 'was refused by every browser'
    note('origin', `Any origin with credentials ${was}. Name the origins.`)
    return null
  }
  if (typeof origin === 'function') {
    note(
      'origin',
      'The function became a resolver. It is not asked about requests without Origin; only true, or the origin itself, is a yes.',
    )
    return { resolve: ({ origin: asked }: OriginQuestion) => askExpress(origin as ExpressOrigin, asked) }
  }
  const list = Array.isArray(origin) ? origin : [origin]
  const patterns = list.flatMap((item: unknown) => patternOf(item, note))
  return patterns.length === 0 ? null : patterns
}

type ExpressOrigin = (origin: string, callback: OriginCallback) => void

function askExpress(ask: ExpressOrigin, origin: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    ask(origin, (error, allowed) => {
      if (error !== null && error !== undefined) reject(error)
      else resolve(allowed === true || allowed === origin)
    })
  })
}

function patternOf(item: unknown, note: Note): readonly OriginPattern[] {
  if (item instanceof RegExp) {
    note('origin', `${String(item)} is left out. Write a pattern such as https://*.example.com.`)
    return []
  }
  if (typeof item !== 'string' || item === 'null') {
    note('origin', `${show(item)} is left out: it is no origin that can be listed.`)
    return []
  }
  if (!isMistake(parseOriginPattern(item))) return [item as OriginPattern]
  const repaired = repairOriginPattern(item)
  if (repaired === undefined) {
    note('origin', `${show(item)} is left out: it never matched.`)
    return []
  }
  note('origin', `${show(item)} never matched, and became ${show(repaired)}. See that it is meant.`)
  return [repaired as OriginPattern]
}

function methodsOf(methods: ExpressCorsOptions['methods'], note: Note): readonly string[] | '*' {
  if (methods === undefined) {
    note(
      'methods',
      'The default was GET, HEAD, PUT, PATCH, POST and DELETE. Ours is none beside GET, HEAD and POST.',
    )
    return ['PUT', 'PATCH', 'DELETE']
  }
  const list = listOf(methods)
  if (list.includes('*')) return '*'
  const upper = list.map((method) => method.toUpperCase())
  if (upper.some((method, index) => method !== list[index])) {
    note('methods', 'Lower-case methods became upper-case ones: methods are compared exactly.')
  }
  return upper.filter((method) => !/^(?:GET|HEAD|POST)$/.test(method))
}

function headersOf(headers: ExpressCorsOptions['headers'], note: Note): readonly string[] {
  if (headers !== undefined) return listOf(headers)
  note(
    'allowedHeaders',
    'Without it every header was allowed, Authorization too. Name the ones that pages send.',
  )
  return ['*', 'authorization']
}

function exposedOf(
  headers: ExpressCorsOptions['exposedHeaders'],
  credentials: boolean,
  note: Note,
): readonly string[] {
  const list = headers === undefined ? [] : listOf(headers)
  if (!credentials || !list.includes('*')) return list
  note('exposedHeaders', 'With credentials "*" exposed nothing. Name the headers.')
  return list.filter((name) => name !== '*')
}

function maxAgeOf(maxAge: ExpressCorsOptions['maxAge'], note: Note): number | null {
  if (maxAge === undefined || maxAge === '') return null
  const seconds = Math.round(Number(maxAge))
  if (Number.isNaN(seconds)) {
    note('maxAge', `${show(maxAge)} is left out: it is no number of seconds.`)
    return null
  }
  const bounded = Math.min(Math.max(seconds, 0), MAX_MAX_AGE)
  if (bounded !== Number(maxAge)) note('maxAge', `${show(maxAge)} became ${bounded}.`)
  return bounded
}

function statusOf(status: number | undefined, note: Note): 200 | 204 | null {
  if (status === undefined || status === 204) return null
  if (status === 200) return 200
  note('optionsSuccessStatus', `${status} became 204.`)
  return null
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? splitList(value) : value
}
