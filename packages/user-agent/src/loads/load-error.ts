import type { InnerResponse, OrbReason, ProfileName } from 'concors/protocol'
import { OTHER_FAILURES } from 'concors/failures'
import type { ConsoleMessage, OtherFailureCode } from 'concors/failures'

/** What an element does not take, although it was fetched. */
export type LoadErrorCode = Extract<
  OtherFailureCode,
  'blocked-by-orb' | 'mime-type-blocked' | 'server-error-page'
>

/** Why, in the exact values that decided. */
export interface LoadErrorValues {
  readonly url: string
  readonly status: number
  /** Content-Type, empty where there is none. */
  readonly type: string
  readonly reason: OrbReason | 'nosniff' | 'mime-type' | 'status'
}

/** What `loadScript` and the like reject with where an element fires `error` after its fetch succeeded. */
export class LoadError extends Error {
  override readonly name = 'LoadError'
  readonly code: LoadErrorCode
  readonly values: LoadErrorValues
  /** What the engine prints in its console. */
  readonly consoleMessages: readonly ConsoleMessage[]

  constructor(profile: ProfileName, code: LoadErrorCode, values: LoadErrorValues, line: number | null) {
    const { title, fix } = OTHER_FAILURES[code]
    const { url, status, type, reason } = values
    const what = type === '' ? 'no Content-Type' : `Content-Type ${type}`
    super(`${title}: ${url} (${status}, ${what}; ${reason}). ${fix.at(-1)!}`)
    this.code = code
    this.values = values
    const text =
      profile === 'standard' || line === null ? undefined : OTHER_FAILURES[code].lines[profile][line]
    this.consoleMessages =
      text === undefined
        ? []
        : [
            {
              level: 'error',
              source: 'security',
              text: text.replaceAll('{url}', url).replaceAll('{type}', type),
            },
          ]
  }
}

/** What a response without CORS holds, which the page itself may not see. */
export function internalOf(response: InnerResponse): InnerResponse {
  return response.internalResponse ?? response
}
