/**
 * Preflights in Playwright.
 *
 * @module @concors/test/playwright
 */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** What is used of a page of Playwright. */
export interface PlaywrightPage {
  context(): {
    browser(): { browserType(): { name(): string } } | null
    newCDPSession(page: never): Promise<CdpSession>
  }
  isClosed?(): boolean
}

/** What is used of a session of the Chrome DevTools Protocol. */
export interface CdpSession {
  send(method: never, params?: object): Promise<unknown>
  on(event: 'Fetch.requestPaused', listener: (event: PausedRequest) => void): unknown
  detach(): Promise<void>
}

interface PausedRequest {
  readonly requestId: string
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
  }
}

export interface RealPreflightsOptions {
  /** Whether servers need no certificate that Node trusts; as `ignoreHTTPSErrors` of the browser's context. Default: false. */
  readonly ignoreHTTPSErrors?: boolean
  /** Milliseconds to wait for an answer. Default: 10,000. */
  readonly timeout?: number
}

/** A preflight that was sent, and what came. */
export interface SentPreflight {
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Null where no answer came. */
  readonly status: number | null
}

export interface RealPreflights {
  /** In their order. */
  readonly preflights: readonly SentPreflight[]
  /** Leaves preflights to Playwright again. */
  readonly stop: () => Promise<void>
}

/**
 * Sends a page's preflights to the servers that they are for. Once a test uses `page.route`, Playwright answers them itself, and
 * allows everything; routes go on to work. It covers the page and its frames of the same site. Where Node reaches servers in another way
 * than the browser does (a proxy, a map of hosts), preflights go Node's way.
 *
 * @param page of Chromium: the others give no way to do it
 * @throws TypeError for what is no page of Chromium, and for one that was closed
 */
export async function realPreflights(
  page: PlaywrightPage,
  { ignoreHTTPSErrors = false, timeout = 10_000 }: RealPreflightsOptions = {},
): Promise<RealPreflights> {
  const session = await openSession(page)
  const send = (method: string, params: object = {}): Promise<unknown> =>
    session.send(method as never, params)
  const preflights: SentPreflight[] = []

  const answer = async ({ requestId, request: { method, url, headers } }: PausedRequest): Promise<void> => {
    if (!isPreflight(method, headers)) return void (await send('Fetch.continueRequest', { requestId }))
    const result = await ask(url, headers, { ignoreHTTPSErrors, timeout })
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    preflights.push({
      url,
      headers: Object.fromEntries(lower),
      status: 'status' in result ? result.status : null,
    })
    if (!('status' in result))
      return void (await send('Fetch.failRequest', { requestId, errorReason: result.errorReason }))
    const { status, statusText, responseHeaders } = result
    await send('Fetch.fulfillRequest', {
      requestId,
      responseCode: status,
      ...(statusText === '' ? {} : { responsePhrase: statusText }),
      responseHeaders,
    })
  }
  // A page that was closed meanwhile wants no answer.
  session.on('Fetch.requestPaused', (event) => void answer(event).catch(() => {}))
  await send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] })
  return { preflights, stop: () => session.detach() }
}

async function openSession(page: unknown): Promise<CdpSession> {
  if (typeof page !== 'object' || page === null || !('context' in page)) {
    throw new TypeError('realPreflights: expected a page of Playwright')
  }
  if ((page as PlaywrightPage).isClosed?.() === true) {
    throw new TypeError('realPreflights: the page was closed already; call it with one that is open')
  }
  const context = (page as PlaywrightPage).context()
  const name = context.browser()?.browserType().name() ?? 'chromium'
  if (name !== 'chromium') {
    throw new TypeError(
      `realPreflights: the page is of ${name}; only Chromium lets preflights be sent while routes are in use`,
    )
  }
  return context.newCDPSession(page as never)
}

function isPreflight(method: string, headers: Readonly<Record<string, string>>): boolean {
  return (
    method === 'OPTIONS' && Object.keys(headers).some((name) => /^access-control-request-method$/i.test(name))
  )
}

interface Answer {
  readonly status: number
  readonly statusText: string
  readonly responseHeaders: readonly { readonly name: string; readonly value: string }[]
}

/** @returns in the words of the DevTools protocol why no answer came */
function ask(
  url: string,
  headers: Readonly<Record<string, string>>,
  { ignoreHTTPSErrors, timeout }: Required<RealPreflightsOptions>,
): Promise<Answer | { readonly errorReason: string }> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest
    const options = {
      method: 'OPTIONS',
      headers,
      timeout,
      rejectUnauthorized: !ignoreHTTPSErrors,
      agent: false as const,
    }
    const asked = request(url, options, (response) => {
      const { statusCode = 0, statusMessage = '', rawHeaders } = response
      const responseHeaders = rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [{ name, value: rawHeaders[index + 1]! }] : [],
      )
      response.destroy()
      resolve({ status: statusCode, statusText: statusMessage, responseHeaders })
    })
    asked.on('timeout', () => asked.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    asked.on('error', ({ code = '' }: NodeJS.ErrnoException) =>
      resolve({ errorReason: REASONS[code] ?? 'ConnectionFailed' }),
    )
    // Where the server offers another protocol, nothing else is said.
    asked.on('close', () => resolve({ errorReason: 'ConnectionFailed' }))
    asked.end()
  })
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ConnectionRefused',
  ECONNRESET: 'ConnectionReset',
  ENOTFOUND: 'NameNotResolved',
  ETIMEDOUT: 'TimedOut',
}
