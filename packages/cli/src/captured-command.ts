import { CATALOGUE_CODES, catalogueEntry, escapeControls, explain, maskText } from '@concors/explain'
import type { CatalogueCode } from '@concors/explain'
import {
  exchangesOf,
  mainFinding,
  parseConsole,
  parseCurl,
  parseHttp,
  parseSnippet,
  suppose,
} from '@concors/explain/capture'
import type { CapturedRequest } from '@concors/explain/capture'
import { createPalette } from './colors.js'
import { EXIT_CODE } from './exit-code.js'
import { entryText } from './entry-text.js'
import type { Io } from './io.js'
import { checkOptions } from './options.js'
import type { ExplainOptions } from './options.js'
import { printExplanation, printJson, widthOf } from './print.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

type Live = (options: ExplainOptions, raw: RawOptions, io: Io) => Promise<number>

/** `--curl`, `--snippet`: sends what they ask for, as a page would. The worst exit code of several is returned. */
export async function explainRequests(
  kind: 'curl' | 'snippet',
  text: string,
  raw: RawOptions,
  io: Io,
  live: Live,
): Promise<number> {
  const requests = kind === 'curl' ? [parseCurl(text)] : await parseSnippet(text)
  let code = 0
  for (const request of requests) {
    note(request.notes, io)
    code = Math.max(code, await live(await optionsOf(request, raw), withRequest(request, raw), io))
  }
  return code
}

function optionsOf(request: CapturedRequest, raw: RawOptions): Promise<ExplainOptions> {
  return checkOptions(request.url, withRequest(request, raw))
}

/** What the capture says, in the words of the command line; options that were typed come on top. */
function withRequest(request: CapturedRequest, raw: RawOptions): RawOptions {
  const { method, headers, body, origin, cookies, credentials, mode, redirect } = request
  const from = raw.from ?? origin ?? undefined
  return {
    ...raw,
    ...(from === undefined ? {} : { from }),
    request: raw.request ?? method,
    header: [
      ...headers.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`)),
      ...raw.header,
    ],
    data: raw.data.length > 0 || body === null ? raw.data : [{ text: body, raw: true }],
    ...(credentials === 'include' ? { credentials: true as const } : {}),
    ...(cookies === null ? {} : { cookie: cookies }),
    mode: mode === 'no-cors' || mode === 'same-origin' ? mode : raw.mode,
    redirect: redirect === 'follow' ? raw.redirect : redirect,
  }
}

function note(notes: readonly string[], io: Io): void {
  for (const text of notes) io.stderr.write(`note: ${escapeControls(maskText(text))}\n`)
}

/** `--http`: the answers are pasted, and nothing is sent. */
export async function explainHttp(
  text: string,
  url: string | undefined,
  raw: RawOptions,
  io: Io,
): Promise<number> {
  const http = parseHttp(text)
  const asked = http.messages.find((message) => message.kind === 'request')
  // Without its `Host` line, a request line has only a path.
  const told = asked?.kind === 'request' && URL.canParse(asked.head.url) ? asked.head.url : undefined
  const target = url ?? told
  if (target === undefined)
    throw new UsageError('the pasted answer does not say what was asked: name the URL too')
  const options = await checkOptions(target, raw)
  const { method, headers, page, credentials, body } = options
  const request = {
    method,
    url: options.url.href,
    origin: page.sandboxed ? 'null' : new URL(page.url).origin,
    mode: raw.mode,
    credentials,
    redirect: raw.redirect,
    headers,
    ...(body === null ? {} : { bodyLength: body.length }),
  }
  const explanation = explain({ request, exchanges: exchangesOf(http, method, request.url) }, raw)
  await printExplanation(explanation, raw, io)
  return EXIT_CODE[explanation.verdict]
}

/** `--console`: the line tells what failed; the rest is the simplest fetch that prints such a line. */
export async function explainConsole(
  text: string,
  url: string | undefined,
  raw: RawOptions,
  io: Io,
): Promise<number> {
  const finding = mainFinding(parseConsole(text))
  const known = {
    ...(url === undefined ? {} : { url }),
    ...(raw.from === undefined ? {} : { origin: raw.from }),
  }
  const supposition = suppose(finding, known)
  if (supposition === null) {
    printEntries(finding.codes.slice(0, 3), raw, io)
    return EXIT_CODE.blocked
  }
  const explanation = explain(supposition.captured, { profile: finding.engine })
  note(supposition.supposed, io)
  const { fix } = explanation
  // Nobody saw an answer: what was run again is what was supposed.
  const assumed = fix === null ? null : { ...fix, proved: false, assumed: fix.proved || fix.assumed }
  await printExplanation({ ...explanation, fix: assumed }, raw, io)
  return EXIT_CODE[explanation.verdict]
}

/** `--code`: an entry of the catalogue. */
export function explainCode(code: string, raw: RawOptions, io: Io): number {
  const known = CATALOGUE_CODES.find((one) => one === code || catalogueEntry(one).corsError === code)
  if (known === undefined) {
    const near = CATALOGUE_CODES.filter((one) =>
      code.split('-').some((word) => word.length > 4 && one.includes(word)),
    )
    const hint = near.length === 0 ? CATALOGUE_CODES.slice(0, 5) : near.slice(0, 5)
    throw new UsageError(
      `--code ${JSON.stringify(code)} is no failure; there are ${hint.join(', ')} and others`,
    )
  }
  printEntries([known], raw, io)
  return EXIT_CODE.readable
}

function printEntries(codes: readonly CatalogueCode[], raw: RawOptions, io: Io): void {
  if (raw.json === true) {
    const entries = codes.map(catalogueEntry)
    printJson(entries.length === 1 ? entries[0] : entries, io)
    return
  }
  const palette = createPalette(io, raw.color)
  io.stdout.write(codes.map((code) => entryText(catalogueEntry(code), palette, widthOf(io))).join('\n'))
}
