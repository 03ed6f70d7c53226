import type { HeaderList, ProfileName } from 'concors'
import type { Attempt, Outcome } from './outcome.js'

/** Where the visitor's browser and our engine did not do the same. */
export interface Difference {
  readonly what: string
  readonly browser: string
  readonly engine: string
  /** Why it may be so; null where it should not be. */
  readonly known: string | null
}

/** Headers of a request that CORS is about; the others are the browser's own business. */
const COMPARED = [
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'authorization',
  'x-units',
]

/** What differs between the two; empty where they agree. */
export function compare(browser: Outcome, engine: Outcome, profile: ProfileName): readonly Difference[] {
  const wire = difference('the requests on the wire', wireOf(browser), wireOf(engine))
  const attempts = engine.attempts.flatMap((ours, index) => {
    const theirs = browser.attempts[index]
    const name = engine.attempts.length === 1 ? '' : ` of request ${index + 1}`
    if (theirs === undefined)
      return [{ what: `the outcome${name}`, browser: 'none', engine: ours.verdict, known: null }]
    return PARTS.flatMap(([what, part]) => difference(what + name, part(theirs), part(ours)))
  })
  return [...wire, ...attempts].map((one) => ({ ...one, known: knownReason(browser, engine, profile) }))
}

const PARTS: readonly (readonly [what: string, part: (attempt: Attempt) => string])[] = [
  ['the verdict', ({ verdict }) => verdict],
  ["the response's type", ({ type }) => type ?? 'none'],
  ["the response's status", ({ status }) => String(status ?? 'none')],
  ['the headers that the page sees', ({ visibleHeaders }) => visibleHeaders.toSorted().join(', ')],
]

function difference(what: string, browser: string, engine: string): readonly Difference[] {
  return browser === engine ? [] : [{ what, browser, engine, known: null }]
}

function wireOf({ wire }: Outcome): string {
  return wire
    .map(({ request: { method, url, headers } }) => {
      const { host, pathname } = new URL(url)
      const fields = COMPARED.flatMap((name) => {
        const value = valueOf(headers, name)
        return value === null ? [] : [`${name}: ${value}`]
      })
      return [`${method} ${host}${pathname}`, ...fields].join(', ')
    })
    .join('\n')
}

function valueOf(headers: HeaderList, name: string): string | null {
  return headers.find(([other]) => other.toLowerCase() === name)?.[1] ?? null
}

/** Firefox keeps no result of the first few preflights of a session: seen, also without any of our doing. */
function knownReason(browser: Outcome, engine: Outcome, profile: ProfileName): string | null {
  const preflights = ({ wire }: Outcome): number =>
    wire.filter(({ request }) => request.method === 'OPTIONS').length
  const others = ({ wire }: Outcome): string =>
    wireOf({ wire: wire.filter(({ request }) => request.method !== 'OPTIONS'), attempts: [] })
  const forgets = preflights(browser) > preflights(engine) && others(browser) === others(engine)
  if (profile !== 'firefox' || !forgets) return null
  return 'Firefox keeps no result of the first two to four preflights of a new session. Run it again.'
}
