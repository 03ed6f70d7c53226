import { createReadStream } from 'node:fs'
import { detectKind } from '@concors/explain/capture'
import type { CaptureKind } from '@concors/explain/capture'
import type { Io } from './io.js'
import type { RawOptions } from './program.js'
import { fileFault } from './file-fault.js'
import { UsageError } from './usage-error.js'

/** What is to be explained. */
export interface Source {
  readonly kind: CaptureKind | 'code'
  readonly text: string
}

const GIVE =
  'name a URL, or use --har, --curl, --snippet, --http, --console or --code, or pipe one of these in'

/**
 * The one thing that was given: an argument, an option, or standard input.
 *
 * @throws UsageError where there is none, more than one, or nobody can tell what it is
 */
export async function readSource(url: string | undefined, raw: RawOptions, io: Io): Promise<Source> {
  const { har, curl, snippet, http, console, code } = raw
  const given = Object.entries({
    url: http === undefined ? url : undefined,
    har,
    curl,
    snippet,
    http,
    console,
    code,
  })
  const named = given.filter(([, value]) => value !== undefined)
  if (named.length > 1) {
    const names = named.map(([name]) => (name === 'url' ? 'a URL' : `--${name}`)).join(' and ')
    throw new UsageError(`${names}: explain one thing at a time`)
  }
  const [one] = named
  if (one === undefined) return readStandardInput(io)
  const [kind, value] = one as [Source['kind'], string]
  const isFile = kind === 'har' || kind === 'snippet' || kind === 'http'
  return { kind, text: isFile ? await readText(value, io, `--${kind}`) : value }
}

async function readStandardInput(io: Io): Promise<Source> {
  if (io.stdin === undefined || io.stdin.isTTY === true) throw new UsageError(`nothing to explain: ${GIVE}`)
  const text = await readText('-', io, 'standard input')
  if (text.trim() === '') throw new UsageError(`nothing to explain, standard input is empty: ${GIVE}`)
  const kind = detectKind(text)
  if (kind === null) {
    throw new UsageError(
      'standard input is neither a HAR file, a curl command, a console line, code with a request, pasted HTTP nor a URL; say which with --har -, --snippet - or --http -',
    )
  }
  return { kind, text: kind === 'url' ? text.trim() : text }
}

async function readText(path: string, io: Io, what: string): Promise<string> {
  const chunks: Uint8Array[] = []
  try {
    const stream = path === '-' ? io.stdin : createReadStream(path)
    if (stream === undefined) throw new UsageError(`${what} -: nothing is piped in`)
    for await (const chunk of stream)
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array))
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${what} ${path}: ${fileFault(error)}`)
  }
  return textOf(Buffer.concat(chunks), path === '-' ? 'standard input' : path)
}

function textOf(bytes: Buffer, name: string): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    const text = new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes)
    if (text.includes('\0')) throw new TypeError('NUL')
    return text
  } catch {
    throw new UsageError(`${name} is no text: ${bytes.length} bytes of something else`)
  }
}
