import { explainObservation } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { createUserAgent } from '@concors/user-agent'
import { isHarmless } from './approve.js'
import type { ExplainOptions } from './options.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

/** Sends what a browser would send, and explains what came. */
export async function explainLive(options: ExplainOptions, raw: RawOptions): Promise<Explanation> {
  const { url, page: from, method, headers, body, credentials, cookies, milliseconds } = options
  const browser = createUserAgent({
    profile: raw.profile,
    timeout: milliseconds,
    ...(raw.insecure === true ? { connect: { rejectUnauthorized: false } } : {}),
  })
  try {
    for (const pair of cookies) browser.cookies.set(url, cookieFor(url, pair))
    const page = browser.page(from.url, { sandboxed: from.sandboxed })
    const init = {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      credentials,
      mode: raw.mode,
      redirect: raw.redirect,
      ...(body === null ? {} : { body }),
    }
    const approve = raw.send === true ? () => true : isHarmless
    const inspection = await page.inspect(url.href, init, { approve, deadline: milliseconds })
    const request = {
      method,
      url: url.href,
      origin: page.origin,
      mode: raw.mode,
      credentials,
      headers,
      redirect: raw.redirect,
    }
    return explainObservation({ ...inspection, profile: raw.profile, request })
  } catch (error) {
    // What `fetch` itself would throw at the page's code is a mistake in what was asked for.
    if (error instanceof TypeError)
      throw new UsageError(`a page could not even ask for this: ${error.message}`)
    throw error
  } finally {
    await browser.close()
  }
}

/** A cookie that a cross-site page may send too, where the URL allows to have one. */
function cookieFor({ protocol }: URL, pair: string): string {
  return protocol === 'https:' ? `${pair}; Path=/; Secure; SameSite=None` : `${pair}; Path=/`
}
