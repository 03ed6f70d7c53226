import type { Answer } from './ask.js'
import { current } from './current.js'
import {
  allowedMessage,
  exposedMessage,
  refusedMessage,
  unaskedMessage,
  unreachableMessage,
} from './messages.js'
import { checkQuestion } from './question.js'
import type { Question } from './question.js'
import { mountedTarget } from './target.js'
import type { Target } from './target.js'

/** What Vitest and Jest make of a matcher. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/** What `this` is in a matcher of Vitest and Jest. */
interface MatcherState {
  readonly isNot?: boolean | undefined
}

/** The matchers as a test writes them. Each has to be awaited. */
export interface CorsMatchers<R = Promise<void>> {
  /**
   * Passes where every page may read the server's answer in every engine. With `.not` it is `toRefuse`.
   *
   * @throws TypeError for a server or an option that is none
   */
  toAllow(question?: Question): R
  /**
   * Passes where no page may read the server's answer in any engine, although there is one. With `.not` it is `toAllow`.
   *
   * @throws TypeError for a server or an option that is none
   */
  toRefuse(question?: Question): R
  /**
   * Passes where every page sees these headers of the answer in every engine; with `.not`, where none sees them all. Of a
   * `Response` that a page got, what it sees is known already.
   *
   * @throws TypeError for a server, a name or an option that is none
   */
  toExpose(names: string | readonly string[], question?: Question): R
}

/** The matchers, as `expect.extend` of Vitest and Jest takes them. */
export type Matchers = {
  toAllow(this: MatcherState, received: Target, question?: Question): Promise<MatcherResult>
  toRefuse(this: MatcherState, received: Target, question?: Question): Promise<MatcherResult>
  toExpose(
    this: MatcherState,
    received: Target | Pick<Response, 'headers'>,
    names: string | readonly string[],
    question?: Question,
  ): Promise<MatcherResult>
}

/** @param home the page that asks unless another is named, where there is one */
export function createMatchers(home: () => string | null): Matchers {
  return {
    async toAllow(received, question) {
      if (this.isNot !== true) return allows(await askAll('toAllow', received, question, home()))
      return notted(refuses(await askAll('not.toAllow', received, question, home())))
    },

    async toRefuse(received, question) {
      if (this.isNot !== true) return refuses(await askAll('toRefuse', received, question, home()))
      return notted(allows(await askAll('not.toRefuse', received, question, home())))
    },

    async toExpose(received, names, question) {
      const list = headerNames(names)
      if (isResponse(received)) return ofResponse(received, list)
      return exposes(await askAll('toExpose', received, question, home()), list, this.isNot === true)
    },
  }
}

/** The same, for `expect.extend()` outside of an environment of this package too. */
export const matchers: Matchers = createMatchers(() => current()?.cors.page.url ?? null)

/** What was asked, and what came of it. */
interface Asked {
  readonly matcher: string
  readonly answers: readonly Answer[]
  /** The first that got no answer from the server: then nothing is known of CORS. */
  readonly unreachable: Answer | null
  /** One of a page for which no engine asks at all, as from https to http: then nothing is known either. */
  readonly unasked: Answer | null
}

async function askAll(
  matcher: string,
  received: unknown,
  given: unknown,
  home: string | null,
): Promise<Asked> {
  const question = checkQuestion(given, home, matcher)
  const target = mountedTarget(received, question.at, matcher)
  // Loaded when it is first needed: most test files that have the matchers use none.
  const { ask } = await import('./ask.js')
  const answers = await ask(target, question, matcher)
  const unreachable = answers.find(({ inspection }) => inspection.outcome === 'unreachable') ?? null
  const asked = new Set(
    answers.filter(({ inspection }) => inspection.exchanges.length > 0).map(({ asker }) => asker),
  )
  const unasked = answers.find(({ asker }) => !asked.has(asker)) ?? null
  return { matcher, answers, unreachable, unasked }
}

function allows({ matcher, answers, unreachable }: Asked): MatcherResult {
  if (unreachable !== null) return { pass: false, message: () => unreachableMessage(matcher, unreachable) }
  const refused = answers.filter(({ inspection }) => inspection.outcome !== 'readable')
  return { pass: refused.length === 0, message: () => allowedMessage(matcher, refused) }
}

function refuses({ matcher, answers, unreachable, unasked }: Asked): MatcherResult {
  if (unreachable !== null) return { pass: false, message: () => unreachableMessage(matcher, unreachable) }
  if (unasked !== null) return { pass: false, message: () => unaskedMessage(matcher, unasked) }
  const allowed = answers.filter(({ inspection }) => inspection.outcome === 'readable')
  return { pass: allowed.length === 0, message: () => refusedMessage(matcher, allowed) }
}

function exposes(
  { matcher, answers, unreachable, unasked }: Asked,
  names: readonly string[],
  isNot: boolean,
): MatcherResult {
  if (unreachable !== null) return { pass: isNot, message: () => unreachableMessage(matcher, unreachable) }
  if (unasked !== null) return { pass: isNot, message: () => unaskedMessage(matcher, unasked) }
  const sees = ({ inspection }: Answer): boolean =>
    names.every((name) => inspection.response?.headers.has(name) === true)
  const pass = isNot ? answers.some(sees) : answers.every(sees)
  const culprits = answers.filter((answer) => sees(answer) === isNot)
  return { pass, message: () => exposedMessage(names, culprits, isNot) }
}

/** `.not` turns around what is given to it. */
function notted({ pass, message }: MatcherResult): MatcherResult {
  return { pass: !pass, message }
}

function headerNames(names: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(names) ? names : [names]
  if (list.length === 0 || list.some((name) => typeof name !== 'string' || name === '')) {
    throw new TypeError(
      `toExpose takes the name of a header, or a list of names, not ${JSON.stringify(names)}`,
    )
  }
  return list as readonly string[]
}

function isResponse(received: unknown): received is Pick<Response, 'headers'> {
  return (
    typeof received === 'object' &&
    received !== null &&
    'headers' in received &&
    typeof (received.headers as Headers | null)?.has === 'function'
  )
}

function ofResponse({ headers }: Pick<Response, 'headers'>, names: readonly string[]): MatcherResult {
  const hidden = names.filter((name) => !headers.has(name))
  const seen = [...headers].map(([name]) => name).join(', ')
  return {
    pass: hidden.length === 0,
    message: () =>
      hidden.length === 0
        ? `expected the page not to see ${names.join(', ')}; it sees ${seen}`
        : `expected the page to see ${hidden.join(', ')}; it sees ${seen === '' ? 'no header' : seen}`,
  }
}
