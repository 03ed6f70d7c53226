import { explainObservation } from '@concors/explain'
import type { ExplainedRequest, Explanation } from '@concors/explain'
import type { CapturedRequest } from '@concors/explain/capture'
import type { ProbeAnswer } from '../../api/messages.js'
import type { LabState } from '../state.js'

/** What a real server's answers come to. */
export interface Asked {
  readonly explanation: Explanation
  /** The beginning of what the page could read. */
  readonly preview: string | null
}

/**
 * Has the lab's server send what a browser would send: this page itself would be refused by CORS, as any page would.
 *
 * @throws Error that says why it was not asked
 */
export async function askServer(
  request: ExplainedRequest,
  body: string | null,
  profile: LabState['profile'],
  send: boolean,
  token: string,
): Promise<Asked> {
  const answer = await post('/probe', { request, profile, body, send }, token)
  const { observation, preview } = answer as ProbeAnswer
  return { explanation: explainObservation(observation), preview }
}

/**
 * The requests that a piece of JavaScript makes.
 *
 * @throws Error for code that cannot be read, with the place
 */
export async function readSnippet(code: string, token: string): Promise<readonly CapturedRequest[]> {
  return (await post('/snippet', { code }, token)) as readonly CapturedRequest[]
}

async function post(path: string, question: unknown, token: string): Promise<unknown> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Lab-Token': token },
    body: JSON.stringify(question),
  })
  if (!response.ok) throw new Error((await response.text()).trim())
  return response.json()
}
