import { lazy } from './lazy.js'
import { blobBytes } from './dom/foreign.js'
import type { BlobLike, FormDataLike } from './dom/foreign.js'

/** A form as it is sent. */
export interface Multipart {
  readonly contentType: string
  readonly length: number
  /** Rejects where a file in it cannot be read. Node's own encoder then never ends, or fails where nobody listens. */
  readonly bytes: Promise<Uint8Array>
}

/** https://html.spec.whatwg.org/#multipart-form-data */
export function encodeMultipart(form: FormDataLike): Multipart {
  const boundary = `----concors${lazy.crypto().randomBytes(12).toString('hex')}`
  const parts = partsOf([...form], boundary)
  const length = parts.reduce((sum, part) => sum + ('byteLength' in part ? part.byteLength : part.size), 0)
  const bytes = read(parts)
  // Whoever sends it says what went wrong; until then nobody may be listening.
  bytes.catch(() => {})
  return { contentType: `multipart/form-data; boundary=${boundary}`, length, bytes }
}

function partsOf(entries: readonly [string, string | BlobLike][], boundary: string): (Buffer | BlobLike)[] {
  const parts: (Buffer | BlobLike)[] = []
  for (const [name, value] of entries) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withCrLf(name))}"`
    if (typeof value === 'string') {
      parts.push(Buffer.from(`${start}\r\n\r\n${withCrLf(value)}\r\n`))
      continue
    }
    const filename = 'name' in value ? String(value.name) : 'blob'
    const type = value.type === '' ? 'application/octet-stream' : value.type
    const head = `${start}; filename="${escaped(filename)}"\r\nContent-Type: ${type}\r\n\r\n`
    parts.push(Buffer.from(head), value, Buffer.from('\r\n'))
  }
  return [...parts, Buffer.from(`--${boundary}--\r\n`)]
}

async function read(parts: readonly (Buffer | BlobLike)[]): Promise<Uint8Array> {
  const read: Uint8Array[] = []
  for (const part of parts) {
    read.push('byteLength' in part ? part : await blobBytes(part))
  }
  return Buffer.concat(read)
}

function withCrLf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n')
}

function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}
