import { ask } from './ask.js'
import type { Answer } from './ask.js'
import { homePage } from './home.js'
import { allowedMessage, exposedMessage, refusedMessage, unreachableMessage } from './messages.js'
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
export const matchers = {
  async toAllow(this: MatcherState, received: Target, question?: Question): Promise<MatcherResult> {
    return this.isNot
      ? notted(await refuses('not.toAllow', received, question))
      : allows('toAllow', received, question)
  },

  async toRefuse(this: MatcherState, received: Target, question?: Question): Promise<MatcherResult> {
    return this.isNot
      ? notted(await allows('not.toRefuse', received, question))
      : refuses('toRefuse', received, question)
  },

  async toExpose(
    this: MatcherState,
    received: Target | Pick<Response, 'headers'>,
    names: string | readonly string[],
    question?: Question,
  ): Promise<MatcherResult> {
    const list = headerNames(names)
    if (isResponse(received)) return ofResponse(received, list)
    const isNot = this.isNot === true
    const { answers, unreachable } = await asked('toExpose', received, question)
    if (unreachable !== null)
      return { pass: isNot, message: () => unreachableMessage('toExpose', unreachable) }
    const sees = ({ inspection }: Answer): boolean =>
      list.every((name) => inspection.response?.headers.has(name) === true)
    const pass = isNot ? answers.some(sees) : answers.every(sees)
    const culprits = answers.filter((answer) => sees(answer) === isNot)
    return { pass, message: () => exposedMessage(list, culprits, isNot) }
  },
}

interface Asked {
  readonly answers: readonly Answer[]
  /** The first that got no answer from the server: then nothing is known of CORS. */
  readonly unreachable: Answer | null
}

async function asked(matcher: string, received: unknown, given: unknown): Promise<Asked> {
  const question = checkQuestion(given, homePage(), matcher)
  const answers = await ask(mountedTarget(received, question.at, matcher), question, matcher)
  return {
    answers,
    unreachable: answers.find(({ inspection }) => inspection.outcome === 'unreachable') ?? null,
  }
}

async function allows(matcher: string, received: unknown, question: unknown): Promise<MatcherResult> {
  const { answers, unreachable } = await asked(matcher, received, question)
  if (unreachable !== null) return { pass: false, message: () => unreachableMessage(matcher, unreachable) }
  const refused = answers.filter(({ inspection }) => inspection.outcome !== 'readable')
  return { pass: refused.length === 0, message: () => allowedMessage(matcher, refused) }
}

async function refuses(matcher: string, received: unknown, question: unknown): Promise<MatcherResult> {
  const { answers, unreachable } = await asked(matcher, received, question)
  if (unreachable !== null) return { pass: false, message: () => unreachableMessage(matcher, unreachable) }
  const allowed = answers.filter(({ inspection }) => inspection.outcome === 'readable')
  return { pass: allowed.length === 0, message: () => refusedMessage(matcher, allowed) }
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
