import { isDeepStrictEqual } from 'node:util'
import type { EngineName } from './browsers/engine.js'
import type { Comparison } from './compare.js'
import type { Api } from './page/run-scenarios.js'
import { pageKind } from './scenarios/pages.js'
import type { Reply, Scenario } from './scenarios/scenario.js'

/** What is not equal, and stays so. */
export interface KnownDifference {
  /** `head`: neither parser of Node takes a head that the engine takes, or they read it otherwise; these are counted apart. */
  readonly kind: 'difference' | 'head'
  readonly engines: readonly EngineName[]
  /** Where it is so by one of them only. */
  readonly api?: Api
  /** Of `group: name`. */
  readonly cases: RegExp
  /** Whether a random scenario that differs, and that nothing can be taken from, shows this. */
  readonly isShownBy?: (smallest: Comparison) => boolean
  /** Whether it accounts for all that differs, however large the scenario. */
  readonly accountsFor?: (comparison: Comparison) => boolean
  readonly cause: string
}

const ALL = ['chromium', 'firefox', 'webkit'] as const

/** At most ten of kind `difference`; what an engine does every time is a knob of its profile instead. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    kind: 'difference',
    engines: ALL,
    cases: /^request headers: (?:Content-Type: .*|Accept: .*|X-A: .*)\\x(?:0b|7f|01)/,
    cause:
      'Ours: undici and node:http refuse to send control bytes in a header, so the fetch fails after a preflight that ' +
      'allowed it. Chromium and Firefox send them, WebKit leaves them out.',
  },
  {
    kind: 'difference',
    engines: ['firefox'],
    cases: /^network failures: the connection ends after the preflight$/,
    isShownBy: ({ scenario, differs }) => differs.join() === 'console' && hasUnanswered(scenario),
    cause:
      'Firefox: prints that there are several Access-Control-Allow-Origin, where there is no answer at all. Seen.',
  },
  {
    kind: 'difference',
    engines: ['chromium', 'webkit'],
    cases: /^preflight response: the first of two names that are not allowed/,
    accountsFor: (comparison) => namesAnotherHeader(comparison),
    cause:
      'Of several headers that are not allowed, these name the first in the order of their own tables: Chromium’s is a ' +
      'hash table, WebKit’s has the names that it knows first. Ours is the first by name. Seen.',
  },
  {
    kind: 'difference',
    engines: ['firefox'],
    api: 'xhr',
    cases: /^redirects: location: bad port$/,
    isShownBy: ({ scenario, differs }) => differs.join() === 'console' && hasBadPort(scenario),
    cause: 'Firefox: tells XMLHttpRequest nothing at all of a redirect to a port that is blocked. Seen.',
  },
  {
    kind: 'difference',
    engines: ['chromium'],
    cases: /^modes: same-origin: a stream to another origin$/,
    cause:
      'Chromium: asks another origin with a preflight all the same where the body is a stream, then wants HTTP/2. Seen.',
  },
  {
    kind: 'difference',
    engines: ['webkit'],
    cases: /^bodies: gzip that is none/,
    cause:
      'WebKitGTK: libsoup hands over a body that it cannot decode as it is; ours fails, as the others do. Seen.',
  },
  {
    kind: 'difference',
    engines: ['webkit'],
    cases: /^integrity: no-cors: without a length$/,
    isShownBy: ({ scenario, differs }) =>
      differs.join() === 'console' &&
      hasIntegrity(scenario) &&
      repliesOf(scenario).some(({ noLength }) => noLength),
    cause:
      'Ours: the bytes of a response that the page may not read are not counted, which WebKit does to print their number ' +
      'where a check of integrity fails. Where the server tells it, it is printed.',
  },
  {
    kind: 'difference',
    engines: ['webkit'],
    cases:
      /^third-party cookies: (?:set by another host of the page’s site:|SameSite=\w+, set after a redirect by another site, \{)/,
    isShownBy: (smallest) => lacksCookiesOfSite(smallest),
    cause:
      'WebKitGTK: where no third-party cookies are kept, libsoup takes each host below a name that is not on the Public ' +
      'Suffix List for a site of its own, and .test is not on it. Source: soup_tld_get_base_domain() of libsoup 3.',
  },
  {
    kind: 'head',
    engines: ALL,
    cases:
      /^odd heads: (?:a space before the colon|a name with a space|a line without a colon|a name that is empty)$/,
    cause: 'A line that is no header: engines skip it, or trim the name.',
  },
  {
    kind: 'head',
    engines: ALL,
    cases: /^odd heads: CR in a value$/,
    cause: 'CR in a value: engines skip what follows.',
  },
  {
    kind: 'head',
    engines: ALL,
    cases: /^odd heads: (?:no end|no end of a line)$/,
    cause: 'The connection ends in the head: engines take it for the end of the head.',
  },
  {
    kind: 'head',
    engines: ALL,
    cases: /^odd heads: two lengths, equal$/,
    cause: 'The same Content-Length twice.',
  },
  {
    kind: 'head',
    engines: ALL,
    cases: /^odd heads: the first line folded$/,
    cause: 'A folded line before the first header: engines skip it, node:http takes it for one.',
  },
  {
    kind: 'head',
    engines: ['chromium', 'webkit'],
    cases: /^odd heads: a line folded with a tab$/,
    cause: 'The tab of a folded line: these make a space of it, node:http leaves it.',
  },
  {
    kind: 'head',
    engines: ['webkit'],
    cases: /^network failures: two lengths that differ$/,
    cause: 'Two lengths that differ: libsoup takes the first one.',
  },
  {
    kind: 'head',
    engines: ['firefox'],
    cases: /^network failures: no HTTP$/,
    cause: 'No status line: Firefox takes it for HTTP/0.9, a body without a head.',
  },
]

export function caseName({ group, name }: Scenario): string {
  return `${group}: ${name}`
}

export function knownDifference(
  engine: EngineName,
  { scenario, api: played }: Comparison,
): KnownDifference | undefined {
  const name = caseName(scenario)
  return KNOWN_DIFFERENCES.find(
    ({ engines, api = played, cases }) => engines.includes(engine) && api === played && cases.test(name),
  )
}

/** The known difference that is all there is to a random scenario, as it was drawn. */
export function differenceBehind(engine: EngineName, comparison: Comparison): KnownDifference | undefined {
  return KNOWN_DIFFERENCES.find(
    ({ engines, accountsFor }) => engines.includes(engine) && accountsFor?.(comparison) === true,
  )
}

/** The known difference that a random scenario shows, once it is as small as can be. */
export function differenceShownBy(engine: EngineName, smallest: Comparison): KnownDifference | undefined {
  return (
    differenceBehind(engine, smallest) ??
    KNOWN_DIFFERENCES.find(
      ({ engines, api = smallest.api, isShownBy }) =>
        engines.includes(engine) && api === smallest.api && isShownBy?.(smallest) === true,
    )
  )
}

function sentHeaders({ before, steps }: Scenario): readonly (readonly [name: string, value: string])[] {
  return [...(before?.steps ?? []), ...steps].flatMap((step) =>
    'fetch' in step ? (step.init?.headers ?? []) : [],
  )
}

function repliesOf({ routes }: Scenario): readonly Reply[] {
  return Object.values(routes).flatMap((route) => Object.values(route).flat() as Reply[])
}

function hasIntegrity({ steps }: Scenario): boolean {
  return steps.some((step) => 'fetch' in step && step.init?.integrity !== undefined)
}

/** Whether the engine has not sent the cookies of www.app.test, where the page is of app.test, and all else is equal. */
function lacksCookiesOfSite({ scenario, engine, userAgent, differs }: Comparison): boolean {
  const { at } = pageKind(scenario.page ?? 'A')
  const sent = userAgent.requests.map((request, index) => {
    const { cookie, ...headers } = request.headers
    const isLacking = cookie !== undefined && engine.requests[index]?.headers['cookie'] === undefined
    return isLacking && /^(?:www|SB)\//.test(request.url) ? { ...request, headers } : request
  })
  return (
    differs.join() === 'requests' && (at === 'app' || at === 'SA') && isDeepStrictEqual(engine.requests, sent)
  )
}

function hasUnanswered(scenario: Scenario): boolean {
  return repliesOf(scenario).some(({ closed }) => closed === true)
}

function hasBadPort(scenario: Scenario): boolean {
  return repliesOf(scenario).some(({ headers = [] }) =>
    headers.some(([name, value]) => name === 'Location' && value.includes(':6666/')),
  )
}

const REFUSED_HEADER = /equest header field (\S+) is not allowed/

/** Whether the consoles are equal but for which of the refused headers they name. */
function namesAnotherHeader({ scenario, engine, userAgent, differs }: Comparison): boolean {
  // A body brings its type.
  const sent = new Set(['content-type', ...sentHeaders(scenario).map(([name]) => name.toLowerCase())])
  const named = [...engine.console, ...userAgent.console].flatMap(
    (line) => REFUSED_HEADER.exec(line)?.[1] ?? [],
  )
  const blank = (lines: readonly string[]): string => lines.join('\n').replaceAll(REFUSED_HEADERS, '…')
  return (
    differs.join() === 'console' &&
    named.every((name) => sent.has(name.toLowerCase())) &&
    blank(engine.console) === blank(userAgent.console)
  )
}

const REFUSED_HEADERS = new RegExp(REFUSED_HEADER, 'g')
