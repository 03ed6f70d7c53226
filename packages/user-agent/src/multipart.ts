import { randomBytes } from 'node:crypto'

/** A form as it is sent. */
export interface Multipart {
  readonly contentType: string
  /** Rejects where a file in it cannot be read. Node's own encoder then never ends, or fails where nobody listens. */
  readonly bytes: Promise<Uint8Array>
}

/** https://html.spec.whatwg.org/#multipart-form-data */
export function encodeMultipart(form: FormData): Multipart {
  const boundary = `----concors${randomBytes(12).toString('hex')}`
  const bytes = encode([...form], boundary)
  // Whoever sends it says what went wrong; until then nobody may be listening.
  bytes.catch(() => {})
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes }
}

async function encode(entries: readonly [string, string | Blob][], boundary: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (const [name, value] of entries) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(withCrLf(name))}"`
    if (typeof value === 'string') {
      parts.push(Buffer.from(`${start}\r\n\r\n${withCrLf(value)}\r\n`))
      continue
    }
    const filename = value instanceof File ? value.name : 'blob'
    const type = value.type === '' ? 'application/octet-stream' : value.type
    parts.push(Buffer.from(`${start}; filename="${escaped(filename)}"\r\nContent-Type: ${type}\r\n\r\n`))
    parts.push(new Uint8Array(await value.arrayBuffer()), Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return Buffer.concat(parts)
}

function withCrLf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n')
}

function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}
