/** One request as it stood on the wire. */
export interface ReceivedRequest {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
}

const HEAD_END = Buffer.from('\r\n\r\n')

/** The first request in the bytes that came so far and how many of them it took; null while it is not complete. */
export function readRequest(bytes: Buffer): { request: ReceivedRequest; length: number } | null {
  const end = bytes.indexOf(HEAD_END)
  if (end === -1) return null
  const [line, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const [method = '', target = ''] = line!.split(' ')
  const headers = lines.map((text) => {
    const colon = text.indexOf(':')
    return [text.slice(0, colon), text.slice(colon + 1).trim()] as const
  })
  const valueOf = (wanted: string): string | undefined =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
  const start = end + HEAD_END.length
  const body =
    valueOf('transfer-encoding') === undefined
      ? sizedBody(bytes, start, Number(valueOf('content-length') ?? 0))
      : chunkedBody(bytes, start)
  return body === null ? null : { request: { method, target, headers, body: body.bytes }, length: body.end }
}

function sizedBody(bytes: Buffer, start: number, length: number): { bytes: Buffer; end: number } | null {
  const end = start + length
  return bytes.length < end ? null : { bytes: bytes.subarray(start, end), end }
}

function chunkedBody(bytes: Buffer, start: number): { bytes: Buffer; end: number } | null {
  const chunks: Buffer[] = []
  for (let position = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', position)
    if (lineEnd === -1) return null
    const size = Number.parseInt(bytes.subarray(position, lineEnd).toString('latin1'), 16)
    const chunkEnd = lineEnd + 2 + size
    if (bytes.length < chunkEnd + 2) return null
    if (size === 0) return { bytes: Buffer.concat(chunks), end: chunkEnd + 2 }
    chunks.push(bytes.subarray(lineEnd + 2, chunkEnd))
    position = chunkEnd + 2
  }
}
