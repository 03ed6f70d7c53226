import type { ProfileName } from 'concors/protocol'
import { explainObservation, maskExplanation, renderTerminal } from '@concors/explain'
import type { Observation } from '@concors/explain'
import { createUserAgent } from '@concors/user-agent'
import type { Inspection, PageOptions } from '@concors/user-agent'
import type { Asker, CheckedQuestion } from './question.js'
import type { MountedTarget } from './target.js'

/** What one engine made of a server's answers to one page. */
export interface Answer {
  readonly asker: Asker
  readonly profile: ProfileName
  readonly inspection: Inspection
  /** The exchanges, the step and the fix, for people; without secrets. */
  explained(): string
}

/**
 * Asks as each page in each engine, one after the other: a browser of its own for each, without cookies or cached
 * preflights.
 *
 * @throws TypeError where a page could not even ask
 */
export async function ask(
  { url, network }: MountedTarget,
  question: CheckedQuestion,
  matcher: string,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const asker of question.from) {
    for (const profile of question.in) {
      const browser = createUserAgent({ profile, network, timeout: question.timeout })
      try {
        const page = browser.page(asker.page, pageOptions(asker))
        const { path, method, headers, credentials, body = null } = question
        // Not `new URL(path, url)`: one of two slashes would be another host.
        const address = path === undefined ? url.href : new URL(url.origin + path).href
        const inspection = await page.inspect(address, { method, headers, credentials, body })
        // Nobody reads it, and an app that streams for ever has to be told.
        await inspection.response?.body?.cancel()
        const request = {
          method,
          url: address,
          origin: page.origin,
          mode: 'cors',
          credentials,
          headers,
        } as const
        const explained = (): string => explain({ ...inspection, profile, request })
        answers.push({ asker, profile, inspection, explained })
      } catch (error) {
        if (error instanceof TypeError)
          throw new TypeError(`${matcher}: no page could ask this: ${error.message}`, { cause: error })
        throw error
      } finally {
        await browser.close()
      }
    }
  }
  return answers
}

function pageOptions({ sandboxed, lookalike }: Asker): PageOptions {
  if (sandboxed) return { sandboxed: true }
  return lookalike?.forged === true ? { forgedOrigin: lookalike.origin } : {}
}

function explain(observation: Observation): string {
  return renderTerminal(maskExplanation(explainObservation(observation))).trimEnd()
}
