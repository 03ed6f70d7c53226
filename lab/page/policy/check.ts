import { definePolicy, PolicyError } from 'concors'
import type { Policy, PolicyIssue, PolicyOptions } from 'concors'

/** What the text in the editor is. */
export type Checked =
  | { readonly kind: 'policy'; readonly policy: Policy; readonly options: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'issues'
      readonly issues: readonly PolicyIssue[]
      readonly options: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'no-json'; readonly message: string }

/** A policy is JSON, and never run as code. */
export function check(text: string): Checked {
  let options: unknown
  try {
    options = JSON.parse(text)
  } catch (error) {
    return { kind: 'no-json', message: placed((error as Error).message, text) }
  }
  const record = (typeof options === 'object' && options !== null ? options : {}) as Readonly<
    Record<string, unknown>
  >
  try {
    return { kind: 'policy', policy: definePolicy(options as PolicyOptions), options: record }
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return { kind: 'issues', issues: error.issues, options: record }
  }
}

/** Engines name an offset, a line or nothing; people want a line. */
function placed(message: string, text: string): string {
  const offset = /position (\d+)/.exec(message)?.[1]
  const told = /line (\d+) column (\d+)/.exec(message)
  if (told !== null)
    return `Line ${told[1]}, column ${told[2]}: this is no JSON. Strings and names have double quotes, and no comma comes last.`
  if (offset === undefined) return `This is no JSON: ${message}`
  const before = text.slice(0, Number(offset)).split('\n')
  return `Line ${before.length}, column ${before.at(-1)!.length + 1}: this is no JSON. Strings and names have double quotes, and no comma comes last.`
}
