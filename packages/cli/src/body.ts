import { readFile } from 'node:fs/promises'
import type { RawData } from './program.js'
import { fileFault } from './file-fault.js'
import { UsageError } from './usage-error.js'

/**
 * The body that `-d` and `--data-raw` describe, as curl reads them: parts are joined by `&`, and a file loses its
 * line breaks.
 *
 * @throws UsageError for a file that cannot be read
 */
export async function readBody(parts: readonly RawData[]): Promise<string | Uint8Array<ArrayBuffer>> {
  const texts = parts.map(({ text, raw }) => (raw || !text.startsWith('@') ? text : null))
  if (texts.every((text) => text !== null)) return texts.join('&')
  const buffers: Buffer[] = []
  for (const { text, raw } of parts) {
    if (buffers.length > 0) buffers.push(Buffer.from('&'))
    buffers.push(raw || !text.startsWith('@') ? Buffer.from(text) : await readDataFile(text.slice(1)))
  }
  return new Uint8Array(Buffer.concat(buffers))
}

async function readDataFile(path: string): Promise<Buffer> {
  let bytes: Buffer
  try {
    bytes = await readFile(path === '-' ? '/dev/stdin' : path)
  } catch (error) {
    throw new UsageError(
      `-d @${path}: ${fileFault(error)}; to send a text that begins with @, use --data-raw`,
    )
  }
  return bytes.filter((byte) => byte !== 0x0a && byte !== 0x0d && byte !== 0) as Buffer
}
