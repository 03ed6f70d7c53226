/**
 * CORS in a window that a test made itself.
 *
 * @module @concors/test/dom
 */
import type { DomClasses } from '@concors/user-agent'
import type { CorsOptions } from './cors.js'
import { install } from './install.js'
import type { InstalledCors } from './install.js'

export type { InstalledCors } from './install.js'

/** What is used of a window of jsdom or happy-dom. */
export interface TestWindow extends DomClasses, Closable {
  readonly document: object
  readonly location: { readonly href: string }
  /** happy-dom closes its windows by this only. */
  readonly happyDOM?: Closable
}

interface Closable {
  close(): unknown
}

/**
 * Gives a window of jsdom or happy-dom a page's `fetch` and `XMLHttpRequest`: they refuse what a browser refuses. When the
 * window is closed, they are taken out.
 *
 * @param options `page` is the window's address unless it is given
 * @throws TypeError for what is no window, for one that was closed, and for one without an address
 */
export function installInto(window: TestWindow, options: Partial<CorsOptions> = {}): InstalledCors {
  const { page = addressOf(window) } = options
  if (page === 'about:blank') {
    throw new TypeError(
      "installInto: the window has no address, and so no origin; make it with one, like new JSDOM('', { url: 'https://app.example.com/' })",
    )
  }
  const installed = install(window, { ...options, page }, 'installInto')
  const closable = window.happyDOM ?? window
  const close = closable.close.bind(closable)
  closable.close = () => {
    void installed.uninstall()
    return close()
  }
  return installed
}

function addressOf(window: unknown): string {
  if (typeof window !== 'object' || window === null || !('close' in window) || !('EventTarget' in window)) {
    throw new TypeError('installInto: expected a window of jsdom or happy-dom, like new JSDOM(…).window')
  }
  const { closed = false } = window as { closed?: boolean }
  const href = closed ? null : hrefOf(window as TestWindow)
  if (href === null) {
    throw new TypeError('installInto: the window was closed already; install into one that is open')
  }
  return href
}

/** A closed window of jsdom has no document, and throws where its location is read. */
function hrefOf(window: Partial<TestWindow>): string | null {
  try {
    return window.document === undefined ? null : window.location!.href
  } catch {
    return null
  }
}
