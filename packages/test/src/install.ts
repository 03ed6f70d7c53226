import type { DomClasses, Page } from '@concors/user-agent'
import { createCors } from './cors.js'
import type { Cors, CorsOptions } from './cors.js'
import { isOnTheWire } from './wire.js'

/** That of Node, of which nobody thinks yet: an environment loads this file first of all. */
const networkFetch = globalThis.fetch

/** What goes with `fetch`, and a document of jsdom lacks. */
const MISSING = ['Headers', 'Request', 'Response', 'ReadableStream', 'TextEncoder', 'TextDecoder'] as const

/** Something that was installed, and can be taken out again. */
export interface InstalledCors extends Cors {
  /**
   * Puts back what was there. What code still waits for does not come any more, neither as a value nor as an error: a test that
   * has ended hears of nothing.
   */
  readonly uninstall: () => Promise<void>
}

/**
 * Creates a page and puts its `fetch` and the like where the code under test finds them.
 *
 * @param call what was called, for messages
 */
export function install(target: object & DomClasses, options: CorsOptions, call: string): InstalledCors {
  const cors = createCors(options, target, call)
  const putBack = putInPlace(target, cors.page)
  const uninstall = async (): Promise<void> => {
    putBack()
    cors.page.close()
    await cors.browser.close()
  }
  return Object.defineProperties({ uninstall }, Object.getOwnPropertyDescriptors(cors)) as InstalledCors
}

/** @returns a function that puts back what was there, but for what somebody else has replaced since */
export function putInPlace(target: object, page: Page): () => void {
  const fetch: typeof globalThis.fetch = (...args) =>
    isOnTheWire() ? networkFetch(...args) : page.fetch(...args)
  const placed = [
    ['fetch', fetch],
    ['XMLHttpRequest', page.XMLHttpRequest],
    ...MISSING.flatMap((name) => (name in target ? [] : [[name, globalThis[name]] as const])),
  ] as const
  const originals = placed.map(([name, value]) => {
    const original = Object.getOwnPropertyDescriptor(target, name)
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
    return [name, value, original] as const
  })
  return () => {
    for (const [name, value, original] of originals) {
      if (Object.getOwnPropertyDescriptor(target, name)?.value !== value) continue
      if (original === undefined) Reflect.deleteProperty(target, name)
      else Object.defineProperty(target, name, original)
    }
  }
}
