import { describe, expect, test } from 'vitest'
import { FAILURE_CODES } from '../src/index.js'
import type { Failure, FailureCode } from '../src/index.js'
import { consoleMessages, noticeMessages, pageError } from '../src/failures.js'
import type { ApiMisuse, ConsoleMessage, EngineName, Situation } from '../src/failures.js'
import { CONSOLE_CASES } from './console-cases.js'
import type { ConsoleCase } from './console-cases.js'
import FACTS from './console-messages.json' with { type: 'json' }
import { drive } from './drive.js'

// console-messages.json holds what Chromium 156.0.8078.79, Firefox 153.7.0 ESR and WebKitGTK 2.50.6 printed, and what
// the page saw. Each case is driven through the fetch, and its failure through the catalogue.

interface Fact {
  readonly page: string | null
  readonly console: readonly string[]
}

const facts: Readonly<Record<string, Partial<Readonly<Record<EngineName, Fact>>>>> = FACTS
const ENGINES = ['chromium', 'firefox', 'webkit'] as const

function shown(messages: readonly ConsoleMessage[]): string[] {
  return messages.map(({ level, source, text }) => `[${level} ${source}] ${text}`)
}

function run({ ask, server, initiator }: ConsoleCase, profile: EngineName | 'standard') {
  const { response } = drive(ask, server, { profile })
  const situation: Situation = {
    urls: response.urlList.map((url) => url.href),
    origin: ask.client?.origin.serialized ?? new URL(ask.from!).origin,
    pageUrl: ask.client?.creationUrl.href ?? ask.from!,
    initiator,
    mode: ask.mode ?? 'cors',
    method: ask.method ?? 'GET',
  }
  return { failure: response.failure, situation }
}

describe.each(ENGINES)('%s prints', (engine) => {
  const seen = Object.entries(CONSOLE_CASES).filter(([name]) => facts[name]?.[engine] !== undefined)

  test.each(seen.filter(([, { differs }]) => differs[engine] === undefined))('%s', (name, given) => {
    const fact = facts[name]![engine]!
    const { failure, situation } = run(given, engine)
    const printed = failure === null ? [] : shown(consoleMessages(engine, failure, situation))
    expect(printed).toEqual(fact.console)
    if (failure !== null && given.initiator === 'fetch') {
      const { name: error, message } = pageError(engine, failure.code)
      expect(`${error}: ${message}`).toBe(fact.page)
    }
  })

  test.each(seen.filter(([, { differs }]) => differs[engine] !== undefined))(
    '%s in a way of its own, still',
    (name, given) => {
      const { failure, situation } = run(given, engine)
      const printed = failure === null ? [] : shown(consoleMessages(engine, failure, situation))
      expect(printed).not.toEqual(facts[name]![engine]!.console)
    },
  )
})

/** What `fetch()` refuses at once, by the name of the fact. */
const MISUSES: Readonly<Record<string, ApiMisuse>> = {
  'no-cors-put': { kind: 'method-in-no-cors', method: 'PUT' },
  'api-nocors-delete': { kind: 'method-in-no-cors', method: 'DELETE' },
  'api-url-bad': { kind: 'url-invalid', url: 'http://[' },
  'api-url-credentials': { kind: 'url-with-credentials', url: 'http://u:p@127.0.0.1:18102/x' },
  'api-method-token': { kind: 'method-invalid', method: 'a b' },
  'api-method-forbidden': { kind: 'method-forbidden', method: 'CONNECT' },
  'api-get-body': { kind: 'body-with-get-or-head', method: 'GET' },
  'api-mode-navigate': { kind: 'mode-navigate' },
  'api-oic-cors': { kind: 'only-if-cached-outside-same-origin', mode: 'cors' },
  'api-stream-no-duplex': { kind: 'stream-without-duplex' },
  'api-stream-nocors': { kind: 'stream-in-no-cors' },
  'api-keepalive-stream': { kind: 'stream-with-keepalive' },
  'api-header-name': { kind: 'header-name-invalid', name: 'a b' },
  'api-header-value': { kind: 'header-value-invalid', name: 'a', value: '1\n2' },
  'api-referrer-bad': { kind: 'referrer-invalid', referrer: 'http://[' },
  'api-body-used': { kind: 'body-used' },
  'api-window': { kind: 'window-not-null' },
}

describe('the page sees', () => {
  const rows = Object.entries(MISUSES).flatMap(([name, misuse]) =>
    ENGINES.map((engine) => [name, engine, misuse, facts[name]![engine]!.page] as const),
  )

  test.each(rows.filter(([, , , page]) => page !== null))('%s in %s', (_name, engine, misuse, page) => {
    const { name, message } = pageError(engine, misuse)
    expect(`${name}: ${message}`).toBe(page)
  })

  test.each(Object.values(MISUSES))('$kind in words of ours, where no engine has any', (misuse) => {
    for (const profile of ['standard', ...ENGINES] as const) {
      expect(pageError(profile, misuse).message).toMatch(/\w/)
    }
  })

  test.each(FAILURE_CODES)('nothing of %s', (code) => {
    expect(pageError('standard', code)).toEqual({ name: 'TypeError', message: 'Failed to fetch' })
  })
})

test('no fact is left out', () => {
  const told = new Set([...Object.keys(CONSOLE_CASES), ...Object.keys(MISUSES), 'api-xhr-unsafe'])
  expect(Object.keys(facts).filter((name) => !told.has(name))).toEqual([])
  expect([...told].filter((name) => facts[name] === undefined)).toEqual([])
})

test.each(ENGINES)('a header that XMLHttpRequest does not set, in %s', (engine) => {
  const printed = ['cookie', 'Host'].flatMap((header) =>
    shown(noticeMessages(engine, 'forbidden-header-dropped', { header }, { initiator: 'xhr' })),
  )
  expect(printed).toEqual(facts['api-xhr-unsafe']![engine]!.console)
  expect(
    noticeMessages(engine, 'forbidden-header-dropped', { header: 'Host' }, { initiator: 'fetch' }),
  ).toEqual([])
  expect(noticeMessages(engine, 'timing-not-allowed', {}, { initiator: 'xhr' })).toEqual([])
})

describe('the standard profile', () => {
  test.each(Object.entries(CONSOLE_CASES))('prints one line for %s', (_name, given) => {
    const { failure, situation } = run(given, 'standard')
    if (failure === null) return
    const messages = consoleMessages('standard', failure, situation)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatchObject({ level: 'error', source: 'concors' })
    expect(messages[0]!.text).toContain(failure.code)
    expect(messages[0]!.text).not.toMatch(/[\r\n]/)
  })

  test('says who asked for what, what is wrong and where that is decided', () => {
    const { failure, situation } = run(CONSOLE_CASES['acao-missing']!, 'standard')
    expect(consoleMessages('standard', failure!, situation)[0]!.text).toBe(
      'GET http://127.0.0.1:18102/acao-missing for http://127.0.0.1:18101 failed: ' +
        'The response has no Access-Control-Allow-Origin header ' +
        '(missing-allow-origin-header, https://fetch.spec.whatwg.org/#concept-cors-check step 2)',
    )
  })

  test('has a line of ours for notices', () => {
    expect(noticeMessages('standard', 'opaque-response', {}, { initiator: 'fetch' })).toEqual([
      { level: 'info', source: 'concors', text: 'The response is opaque: status 0, no headers, no body' },
    ])
  })
})

describe('what the driver has to compare', () => {
  // Seen for the body `x`.
  const values = {
    integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    'response-type': 'cors',
    computed: 'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=',
    length: 1,
    'content-length': '1',
  }

  test.each(ENGINES)('prints the hash of the body in %s', (engine) => {
    const failure: Failure = {
      code: 'integrity-mismatch',
      algorithm: 'concept-main-fetch',
      step: '23.2',
      values,
    }
    const situation = {
      ...run(CONSOLE_CASES['no-cors-opaque']!, engine).situation,
      urls: ['http://127.0.0.1:18102/sri-mismatch'],
    }
    const printed = shown(consoleMessages(engine, failure, situation))
    expect(printed).toEqual(SRI_MISMATCH[engine])
  })
})

const SRI_MISMATCH: Readonly<Record<EngineName, readonly string[]>> = {
  chromium: [
    "[error security] Failed to find a valid digest in the 'integrity' attribute for resource 'http://127.0.0.1:18102/sri-mismatch' with computed SHA-256 integrity 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='. The resource has been blocked.",
    "[error javascript] Fetch API cannot load http://127.0.0.1:18102/sri-mismatch. SRI's integrity checks failed.",
  ],
  firefox: [
    '[error javascript] None of the “sha256” hashes in the integrity attribute match the content of the subresource at “http://127.0.0.1:18102/sri-mismatch”. The computed hash is “LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=”.',
  ],
  webkit: [
    '[error security] Failed integrity metadata check. http://127.0.0.1:18102/sri-mismatch. Failed integrity metadata check. Content length: 1, Expected content length: 1, Expected metadata: sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    '[error javascript] Fetch API cannot load http://127.0.0.1:18102/sri-mismatch due to access control checks.',
  ],
}

/** Codes that no case above reaches, so that one is added when a code is. */
const UNREACHED: readonly FailureCode[] = [
  'authorization-not-covered-by-wildcard',
  'redirect-with-stream-body',
  'partial-response-not-requested',
]

const NETWORK_FAILURE_REASONS = ['timeout', 'invalid-request', 'invalid-response', 'app', 'other'] as const

describe('what was not seen', () => {
  test.each(FAILURE_CODES)('%s leaves no gap in any line', (code) => {
    const { situation } = run(CONSOLE_CASES['acao-missing']!, 'chromium')
    for (const reason of NETWORK_FAILURE_REASONS) {
      const values = { reason, status: 200, location: 'https://c.test/', origin: 'https://a.test' }
      const failure: Failure = { code, algorithm: 'concept-main-fetch', step: '12', values }
      for (const engine of ENGINES) {
        for (const { text } of consoleMessages(engine, failure, situation))
          expect(text).not.toContain('undefined')
      }
    }
  })
})

test('the cases reach every failure but a few that the engines were not seen with', () => {
  const reached = new Set<string>()
  for (const given of Object.values(CONSOLE_CASES)) {
    for (const engine of ENGINES) {
      const { failure } = run(given, engine)
      if (failure !== null) reached.add(failure.code)
    }
  }
  expect(FAILURE_CODES.filter((code) => !reached.has(code)).toSorted()).toEqual(UNREACHED.toSorted())
})
