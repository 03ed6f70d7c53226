import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain, maskExplanation, renderHtml, renderMarkdown, renderTerminal } from '../src/index.js'
import type { CapturedFetch } from '../src/index.js'
import {
  CaptureError,
  detectKind,
  exchangesOf,
  mainFinding,
  parseConsole,
  parseCurl,
  parseHar,
  parseHttp,
  parseSnippet,
  suppose,
} from '../src/capture.js'

// Whatever is pasted is either understood or refused with a CaptureError: nothing else is thrown, and nothing hangs.

const RUNS = 1500

/** Made of what the forms are made of, so that the parsers get far into it. */
const text = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'curl ',
        "'",
        '"',
        "$'",
        '\\',
        '\n',
        '^',
        '-H ',
        '--data-raw ',
        'https://a.example/',
        'fetch(',
        '{',
        '}',
        'HTTP/1.1 200 OK\r\n',
        'Access-Control-Allow-Origin: *\r\n',
        "Access to fetch at 'https://a.example/' from origin 'https://b.example' has been blocked by CORS policy: ",
        'Location: ',
        'OPTIONS / HTTP/1.1\n',
        '> ',
        '< ',
        ': ',
        '\0',
        '\u202E',
      ),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

const headers = (names: readonly string[], values: readonly string[]) =>
  fc.array(
    fc.record({ name: fc.constantFrom(...names), value: fc.oneof(fc.constantFrom(...values), fc.string()) }),
  )

const entry = fc.record({
  request: fc.record({
    method: fc.oneof(fc.constantFrom('GET', 'PUT', 'OPTIONS'), fc.string()),
    url: fc.oneof(
      fc.constantFrom('https://a.example/', 'https://a.example/x', 'http://b.example/'),
      fc.string(),
    ),
    headers: headers(
      [
        'Origin',
        'Access-Control-Request-Method',
        'Access-Control-Request-Headers',
        'Cookie',
        'Sec-Fetch-Mode',
      ],
      ['https://p.example', 'https://a:99999', 'https://xn--a', 'x://y', 'PUT', 'null', 'x-a,x-b', 'cors'],
    ),
  }),
  response: fc.record({
    status: fc.oneof(fc.integer(), fc.constantFrom(200, 204, 302, 404)),
    headers: headers(
      ['Location', 'Access-Control-Allow-Origin', 'Access-Control-Allow-Methods'],
      ['*', 'https://p.example', 'https://a.example/', '/x'],
    ),
  }),
})

const har = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc
    .array(fc.oneof(fc.jsonValue(), entry), { maxLength: 8 })
    .map((entries) => JSON.stringify({ log: { entries } })),
)

async function understoodOrRefused<T>(parse: () => T | Promise<T>): Promise<T | null> {
  try {
    return await parse()
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error
    expect(error.message).not.toMatch(/\bundefined\b|\[object/)
    return null
  }
}

function shownInEveryForm(captured: CapturedFetch): void {
  const explanation = maskExplanation(explain(captured))
  renderTerminal(explanation)
  renderMarkdown(explanation)
  renderHtml([explanation], 'title')
}

const REQUEST = {
  method: 'PUT',
  url: 'https://a.example/',
  origin: 'https://b.example',
  mode: 'cors',
  credentials: 'include',
  headers: [['x-a', '1']],
} as const

test('a text', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (pasted) => {
      detectKind(pasted)
      await understoodOrRefused(() => parseCurl(pasted))
      await understoodOrRefused(() => parseCurl(`curl ${pasted}`))
      await understoodOrRefused(() => parseSnippet(pasted))
      await understoodOrRefused(() => suppose(mainFinding(parseConsole(pasted))))
      const exchanges = await understoodOrRefused(() => exchangesOf(parseHttp(pasted), 'PUT', REQUEST.url))
      if (exchanges !== null) shownInEveryForm({ request: REQUEST, exchanges })
    }),
    { numRuns: RUNS, examples: [['OPTIONS / HTTP/1.1\n\nHTTP/1.1 200 OK\r\n']] },
  )
})

test('a file that calls itself HAR', async () => {
  await fc.assert(
    fc.asyncProperty(har, async (file) => {
      const fetches = await understoodOrRefused(() => parseHar(file))
      for (const { captured } of fetches ?? []) shownInEveryForm(captured)
    }),
    { numRuns: RUNS },
  )
})
