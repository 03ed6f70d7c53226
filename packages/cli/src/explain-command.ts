import { escapeJson, explainObservation, maskExplanation, renderTerminal } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { createUserAgent } from '@concors/user-agent'
import { isHarmless } from './approve.js'
import { createPalette } from './colors.js'
import { EXIT_CODE } from './exit-code.js'
import type { Io } from './io.js'
import { checkOptions } from './options.js'
import type { ExplainOptions } from './options.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

/**
 * Milliseconds more than --timeout that a whole fetch may take, so that a single slow answer is explained as such:
 * the timers of the HTTP library are up to a second late.
 */
const GRACE = 1500

/** `concors explain`: sends what a browser would send, prints what became of it, and returns the exit code. */
export async function explainCommand(url: string, raw: RawOptions, io: Io): Promise<number> {
  const options = await checkOptions(url, raw)
  const explanation = await observe(options, raw)
  if (explanation === null) {
    const seconds = options.milliseconds / 1000
    io.stderr.write(
      `concors: no answer within ${seconds} s (--timeout), redirects included; this is not CORS: the network or the server is slow\n`,
    )
    return EXIT_CODE.unreachable
  }
  const shown = raw.showSecrets === true ? explanation : maskExplanation(explanation)
  io.stdout.write(
    raw.json === true ? `${escapeJson(JSON.stringify(shown, null, 2))}\n` : text(shown, raw, io),
  )
  return EXIT_CODE[explanation.verdict]
}

/** Null when the whole took too long. */
async function observe(options: ExplainOptions, raw: RawOptions): Promise<Explanation | null> {
  const { url, page: from, method, headers, body, credentials, cookies, milliseconds } = options
  const browser = createUserAgent({
    profile: raw.profile,
    timeout: milliseconds,
    ...(raw.insecure === true ? { connect: { rejectUnauthorized: false } } : {}),
  })
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), milliseconds + GRACE)
  try {
    for (const pair of cookies) browser.cookies.set(url, cookieFor(url, pair))
    const page = browser.page(from.url, { sandboxed: from.sandboxed })
    const init = {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      credentials,
      mode: raw.mode,
      redirect: raw.redirect,
      signal: deadline.signal,
      ...(body === null ? {} : { body }),
    }
    const approve = raw.send === true ? () => true : isHarmless
    const inspection = await page.inspect(url.href, init, { approve })
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
    if (deadline.signal.aborted) return null
    // What `fetch` itself would throw at the page's code is a mistake in what was asked for.
    if (error instanceof TypeError)
      throw new UsageError(`a page could not even ask for this: ${error.message}`)
    throw error
  } finally {
    clearTimeout(timer)
    await browser.close()
  }
}

/** A cookie that a cross-site page may send too, where the URL allows to have one. */
function cookieFor({ protocol }: URL, pair: string): string {
  return protocol === 'https:' ? `${pair}; Path=/; Secure; SameSite=None` : `${pair}; Path=/`
}

function text(explanation: Explanation, raw: RawOptions, io: Io): string {
  return renderTerminal(explanation, {
    palette: createPalette(io, raw.color),
    verbose: raw.verbose === true,
    width: Math.min(120, Math.max(60, io.stdout.columns ?? 100)),
    withheldHint: 'With --send it is sent.',
  })
}
