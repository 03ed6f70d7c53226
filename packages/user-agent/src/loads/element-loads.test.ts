import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ProfileName } from 'concors'
import { createUserAgent, fetchApp, LoadError } from '../index.js'
import type { Page } from '../index.js'

const JS = 'globalThis.ran = 1;'
const HASH = `sha256-${createHash('sha256').update(JS).digest('base64')}`
const HTML = '<!doctype html><p>'
const OTHER = 'https://cdn.example.net'
const OWN = 'https://app.example'
const ENGINES = ['chromium', 'firefox', 'webkit'] as const

/** Answers what the query asks for. */
const server = fetchApp((request) => {
  const { searchParams: asked } = new URL(request.url)
  const headers = new Headers()
  if (asked.has('type')) headers.set('content-type', asked.get('type')!)
  if (asked.has('nosniff')) headers.set('x-content-type-options', 'NoSniff')
  if (asked.has('corp')) headers.set('cross-origin-resource-policy', 'same-origin')
  if (asked.has('acao')) headers.set('access-control-allow-origin', OWN)
  const body = new TextEncoder().encode(asked.get('body') ?? JS)
  return new Response(body, { status: Number(asked.get('status') ?? 200), headers })
})

function browse(profile: ProfileName) {
  const browser = createUserAgent({
    profile,
    network: { [OTHER]: server, [OWN]: server },
    elsewhere: 'closed',
  })
  return { browser, page: browser.page(`${OWN}/`) }
}

const at = (origin: string, query: Readonly<Record<string, string>>): string =>
  `${origin}/?${new URLSearchParams(query)}`

/** `loads`, or why not. */
async function outcome(loading: Promise<unknown>): Promise<string> {
  try {
    await loading
    return 'loads'
  } catch (error) {
    if (error instanceof LoadError) return `${error.code} ${error.values.reason}`
    return (error as { failure: { code: string } }).failure.code
  }
}

type Row = readonly [
  what: string,
  query: Readonly<Record<string, string>>,
  chromium: string,
  firefox: string,
  webkit: string,
]
const all = (what: string, query: Readonly<Record<string, string>>, outcome: string): Row => [
  what,
  query,
  outcome,
  outcome,
  outcome,
]

/** As seen in Chromium 156, Firefox 153 ESR and WebKitGTK 2.50, which fire `load` or `error`. */
const SCRIPTS: readonly Row[] = [
  all('of its type', { type: 'text/javascript' }, 'loads'),
  all('of text/plain', { type: 'text/plain' }, 'loads'),
  all('of text/plain with nosniff', { type: 'text/plain', nosniff: '' }, 'mime-type-blocked nosniff'),
  all('without a type', {}, 'loads'),
  all('without a type, with nosniff', { nosniff: '' }, 'mime-type-blocked nosniff'),
  all('of application/octet-stream', { type: 'application/octet-stream' }, 'loads'),
  all('of text/csv', { type: 'text/csv' }, 'mime-type-blocked mime-type'),
  all('of image/png', { type: 'image/png' }, 'mime-type-blocked mime-type'),
  all('of audio/mpeg', { type: 'audio/mpeg' }, 'mime-type-blocked mime-type'),
  all('of a status of 404', { type: 'text/javascript', status: '404' }, 'server-error-page status'),
  all('that only its own origin may embed', { type: 'text/javascript', corp: '' }, 'corp-not-same-origin'),
  all('of text/html that is a program', { type: 'text/html' }, 'loads'),
  all('of application/json that is a program', { type: 'application/json' }, 'loads'),
  [
    'that is HTML',
    { type: 'text/html', body: HTML },
    'blocked-by-orb looks-like-data',
    'blocked-by-orb looks-like-data',
    'loads',
  ],
  [
    'that is an object of JSON',
    { type: 'application/json', body: '{"a":1}' },
    'blocked-by-orb looks-like-data',
    'blocked-by-orb looks-like-data',
    'loads',
  ],
  [
    'that is a list of JSON',
    { type: 'application/json', body: '[1]' },
    'loads',
    'blocked-by-orb looks-like-data',
    'loads',
  ],
  [
    'that is XML',
    { type: 'text/xml', body: '<?xml version="1.0"?><a/>' },
    'blocked-by-orb looks-like-data',
    'blocked-by-orb looks-like-data',
    'loads',
  ],
  ['of application/pdf', { type: 'application/pdf' }, 'blocked-by-orb type', 'blocked-by-orb type', 'loads'],
]

describe.each(ENGINES)('a script of another origin, in %s', (profile) => {
  test.each(SCRIPTS)('%s', async (_what, query, ...outcomes) => {
    const { page } = browse(profile)
    expect(await outcome(page.loadScript(at(OTHER, query)))).toBe(outcomes[ENGINES.indexOf(profile)])
  })
})

describe('a script', () => {
  const js = { type: 'text/javascript' }

  test.each<[string, string, Parameters<Page['loadScript']>[1], string]>([
    ['with crossOrigin, and allowed', at(OTHER, { ...js, acao: '' }), { crossOrigin: 'anonymous' }, 'loads'],
    [
      'with crossOrigin, and not allowed',
      at(OTHER, js),
      { crossOrigin: 'anonymous' },
      'missing-allow-origin-header',
    ],
    ['with integrity, but no CORS', at(OTHER, js), { integrity: HASH }, 'integrity-mismatch'],
    [
      'with integrity and CORS',
      at(OTHER, { ...js, acao: '' }),
      { integrity: HASH, crossOrigin: '' },
      'loads',
    ],
    [
      'with the integrity of another',
      at(OTHER, { ...js, acao: '', body: '1' }),
      { integrity: HASH, crossOrigin: '' },
      'integrity-mismatch',
    ],
    ['that is a module, and allowed', at(OTHER, { ...js, acao: '' }), { type: 'module' }, 'loads'],
    ['that is a module, and not allowed', at(OTHER, js), { type: 'module' }, 'missing-allow-origin-header'],
    [
      'that is a module of another type',
      at(OTHER, { type: 'text/plain', acao: '' }),
      { type: 'module' },
      'mime-type-blocked mime-type',
    ],
    ['of the page itself, of text/html', at(OWN, { type: 'text/html', body: HTML }), {}, 'loads'],
    ['of the page itself, of image/png', at(OWN, { type: 'image/png' }), {}, 'mime-type-blocked mime-type'],
  ])('%s', async (_what, url, options, expected) => {
    for (const profile of ENGINES)
      expect(await outcome(browse(profile).page.loadScript(url, options))).toBe(expected)
  })

  test('of another origin mutes its errors, unless it came with CORS', async () => {
    const { page, browser } = browse('chromium')
    const muted = await page.loadScript(at(OTHER, js))
    expect([muted.mutedErrors, muted.url, muted.contentType]).toEqual([true, '', 'text/javascript'])
    expect(new TextDecoder().decode(muted.bytes)).toBe(JS)
    expect((await page.loadScript(at(OTHER, { ...js, acao: '' }), { crossOrigin: '' })).mutedErrors).toBe(
      false,
    )
    expect(
      browser.requests.map(({ headers }) => [headers['sec-fetch-mode'], headers['sec-fetch-dest']]),
    ).toEqual([
      ['no-cors', 'script'],
      ['cors', 'script'],
    ])
  })

  test('says what the console prints, and what to do', async () => {
    const url = at(OTHER, { type: 'image/png' })
    const lines: string[] = []
    for (const profile of [...ENGINES, 'standard'] as const) {
      const error: LoadError = await browse(profile)
        .page.loadScript(url)
        .then(
          () => null!,
          (reason) => reason,
        )
      expect(error.message).toContain(`${url} (200, Content-Type image/png; mime-type). Send scripts as`)
      lines.push(...error.consoleMessages.map(({ text }) => text))
    }
    expect(lines).toEqual([
      `Refused to execute script from '${url}' because its MIME type ('image/png') is not executable.`,
      `Script from “${url}” was blocked because of a disallowed MIME type (“image/png”).`,
      `Refused to execute ${url} as script because image/png is not a script MIME type.`,
    ])
  })

  test('of a type that is none is a TypeError', async () => {
    await expect(browse('chromium').page.loadScript('/', { type: 'text' as 'module' })).rejects.toThrow(
      /^page.loadScript: type is one of classic, module, not "text"/,
    )
  })
})

const STYLES: readonly Row[] = [
  all('of its type', { type: 'text/css', body: 'p{}' }, 'loads'),
  all('without a type', { body: 'p{}' }, 'loads'),
  all('without a type, with nosniff', { nosniff: '', body: 'p{}' }, 'mime-type-blocked nosniff'),
  all(
    'of text/plain with nosniff',
    { type: 'text/plain', nosniff: '', body: 'p{}' },
    'mime-type-blocked nosniff',
  ),
  all('of a status of 404', { type: 'text/css', status: '404', body: 'p{}' }, 'server-error-page status'),
  all('that only its own origin may embed', { type: 'text/css', corp: '' }, 'corp-not-same-origin'),
  [
    'that is HTML',
    { type: 'text/html', body: HTML },
    'blocked-by-orb looks-like-data',
    'blocked-by-orb looks-like-data',
    'mime-type-blocked mime-type',
  ],
]

describe.each(ENGINES)('a style sheet of another origin, in %s', (profile) => {
  test.each(STYLES)('%s', async (_what, query, ...outcomes) => {
    const { page } = browse(profile)
    expect(await outcome(page.loadStylesheet(at(OTHER, query)))).toBe(outcomes[ENGINES.indexOf(profile)])
  })

  test('does not show its rules, unless it came with CORS', async () => {
    const { page } = browse(profile)
    const css = { type: 'text/css', body: 'p{}', acao: '' }
    const opaque = await page.loadStylesheet(at(OTHER, css))
    expect(() => opaque.readRules()).toThrow(expect.objectContaining({ name: 'SecurityError' }))
    const clean = await page.loadStylesheet(at(OTHER, css), { crossOrigin: 'anonymous' })
    expect(clean.readRules()).toBe('p{}')
  })
})

describe('a font of another origin', () => {
  test.each(ENGINES)('in %s', async (profile) => {
    const { page, browser } = browse(profile)
    const font = { type: 'font/woff2' }
    expect(await outcome(page.loadFont(at(OTHER, font)))).toBe(
      profile === 'webkit' ? 'loads' : 'missing-allow-origin-header',
    )
    expect(await outcome(page.loadFont(at(OTHER, { ...font, acao: '' })))).toBe('loads')
    expect(browser.requests.map(({ headers }) => headers['origin'])).toEqual(
      profile === 'webkit' ? [undefined, undefined] : [OWN, OWN],
    )
  })
})

describe('what is no option or URL', () => {
  const page = browse('chromium').page as unknown as Record<
    string,
    (url: unknown, options?: unknown) => Promise<unknown>
  >
  test.each<[string, unknown, unknown, string]>([
    [
      'loadScript',
      '/',
      { crossorigin: 'anonymous' },
      'unknown option "crossorigin"; known: type, crossOrigin,',
    ],
    ['loadStylesheet', '/', { type: 'module' }, 'unknown option "type"; known: crossOrigin,'],
    ['loadImage', '/', { integrity: HASH }, 'unknown option "integrity"; known: crossOrigin, referrerPolicy'],
    ['loadImage', '/', null, 'options are an object like'],
    ['loadScript', '/', { referrerPolicy: 'never' }, '"never" is no referrer policy'],
    ['loadStylesheet', '/', { integrity: 5 }, 'integrity is text like "sha256-…", not 5'],
    ['loadScript', 'https://[', {}, '"https://[" is no URL; write it like'],
    ['loadStylesheet', 'https://[', {}, '"https://[" is no URL; write it like'],
    ['loadFont', 'https://[', {}, '"https://[" is no URL; write it like'],
    ['loadImage', 'https://[', {}, '"https://[" is no URL; write it like'],
  ])('%s(%j, %j) is a TypeError that says so', async (method, url, options, message) => {
    const error = await page[method]!(url, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain(`page.${method}: ${message}`)
  })
})
