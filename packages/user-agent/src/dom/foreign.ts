// What jsdom, happy-dom and other realms make is like Node's own objects, but no instance of their classes.

/** What is read of a `Blob`. */
export type BlobLike = Pick<Blob, 'size' | 'type'>

/** What is read of a `FormData`. */
export type FormDataLike = Iterable<[name: string, value: string | BlobLike]>

/** What is read of a `Request`. */
export type RequestLike = Pick<
  Request,
  | 'url'
  | 'method'
  | 'headers'
  | 'mode'
  | 'credentials'
  | 'cache'
  | 'redirect'
  | 'referrerPolicy'
  | 'integrity'
  | 'keepalive'
  | 'signal'
  | 'body'
  | 'bodyUsed'
  | 'arrayBuffer'
>

export function isBlob(value: unknown): value is BlobLike {
  return value instanceof Blob || (hasMethods(value, ['slice']) && 'size' in value && 'type' in value)
}

/** Rejects where it cannot be read, as a file that has gone. */
export async function blobBytes(blob: BlobLike): Promise<Uint8Array> {
  if ('arrayBuffer' in blob) return new Uint8Array(await (blob as Blob).arrayBuffer())
  // jsdom before 27, Jest's own for instance, shows a blob's bytes to a FileReader only.
  for (const symbol of Object.getOwnPropertySymbols(blob)) {
    const { _buffer: bytes } =
      (blob as Readonly<Record<symbol, { _buffer?: Uint8Array } | undefined>>)[symbol] ?? {}
    if (bytes !== undefined) return bytes
  }
  throw new TypeError('A blob of the body cannot be read')
}

export function isFormData(value: unknown): value is FormDataLike {
  return value instanceof FormData || hasMethods(value, ['append', 'getAll', 'entries', 'set'], 'FormData')
}

export function isURLSearchParams(value: unknown): value is URLSearchParams {
  return value instanceof URLSearchParams || tagOf(value) === 'URLSearchParams'
}

export function isArrayBuffer(value: unknown): value is ArrayBuffer | SharedArrayBuffer {
  const tag = tagOf(value)
  return tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer'
}

export function isRequest(value: unknown): value is RequestLike {
  return (
    value instanceof Request ||
    (hasMethods(value, ['clone', 'arrayBuffer']) && 'url' in value && 'method' in value)
  )
}

export function isAbortSignal(value: unknown): value is AbortSignal {
  return (
    value instanceof AbortSignal ||
    (hasMethods(value, ['throwIfAborted', 'addEventListener']) && 'aborted' in value)
  )
}

function hasMethods(value: unknown, names: readonly string[], className?: string): value is object {
  if (typeof value !== 'object' || value === null) return false
  if (className !== undefined && !value.constructor.name.endsWith(className)) return false
  return names.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function')
}

function tagOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.prototype.toString.call(value).slice(8, -1) : ''
}
