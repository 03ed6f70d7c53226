import { createUserAgent } from '@concors/user-agent'
import type { App, Browser, DomClasses, NetworkError, Page, UserAgentOptions } from '@concors/user-agent'
import { lookalikes } from './lookalikes.js'
import type { Lookalike } from './lookalikes.js'

export interface CorsOptions extends UserAgentOptions {
  /** The URL of the page in which the code under test runs. */
  readonly page: string | URL
}

/** The browser's half around the code under test. */
export interface Cors {
  readonly page: Page
  readonly browser: Browser
  /** What the page was refused since the last reset, oldest first. A server that gave no answer is not among it. */
  readonly rejections: readonly NetworkError[]
  /** Enforces CORS, as at the beginning. */
  readonly on: () => void
  /** Lets everything through: no preflights, and every response is readable. */
  readonly off: () => void
  /**
   * Mounts an app of this process at an origin: requests there open no connection. The function that it returns takes the app
   * away.
   *
   * @throws TypeError for what is no origin, or no app
   */
  readonly mount: (origin: string, app: App) => () => void
  /** As at the beginning: on, without cookies, cached preflights, requests and rejections. What is mounted stays. */
  readonly reset: () => void
  /** The origins that look like a trusted one, for where nothing can be imported. */
  readonly lookalikes: (trusted: string | URL) => readonly Lookalike[]
}

/** Failures in which no answer came, and CORS had no say. */
const UNREACHABLE: ReadonlySet<string> = new Set(['network-failure', 'preflight-network-failure'])

/**
 * @param call what was called, for messages
 * @throws TypeError for options that are none
 */
export function createCors(options: CorsOptions, window: DomClasses, call: string): Cors {
  const { browser, page } = open(options, window, call)
  return {
    page,
    browser,
    get rejections() {
      return browser.rejections.filter(({ failure }) => !UNREACHABLE.has(failure.code))
    },
    on: () => void (browser.webSecurity = 'enforced'),
    off: () => void (browser.webSecurity = 'disabled'),
    mount: (origin, app) => browser.mount(origin, app),
    reset() {
      browser.webSecurity = 'enforced'
      browser.clear()
    },
    lookalikes,
  }
}

function open(
  { page: url, ...options }: CorsOptions,
  window: DomClasses,
  call: string,
): { readonly browser: Browser; readonly page: Page } {
  try {
    const browser = createUserAgent(options)
    return { browser, page: browser.page(url, { window }) }
  } catch (error) {
    throw new TypeError(`${call}: ${(error as Error).message}`, { cause: error })
  }
}
