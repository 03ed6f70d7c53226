import type { DomClasses, Page } from '@concors/user-agent'
import { createCors } from './cors.js'
import type { Cors, CorsOptions } from './cors.js'

/** What is put in place of what is there. */
const INSTALLED = ['fetch', 'XMLHttpRequest'] as const satisfies (keyof Page)[]

/** What goes with `fetch`, and a document of jsdom lacks. */
const MISSING = ['Headers', 'Request', 'Response', 'ReadableStream', 'TextEncoder', 'TextDecoder'] as const

/** Something that was installed, and can be taken out again. */
export interface InstalledCors extends Cors {
  /**
   * Puts back what was there. What code still waits for does not come any more, neither as a value nor as an error: a test that
   * has ended hears of nothing.
   */
  uninstall(): Promise<void>
}

/** Creates a page and puts its `fetch` and the like where the code under test finds them. */
export function install(target: object & DomClasses, options: CorsOptions): InstalledCors {
  const cors = createCors(options, target)
  const originals = [...INSTALLED, ...MISSING].map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  )
  for (const name of INSTALLED) {
    const value: unknown = cors.page[name]
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true })
  }
  for (const name of MISSING) {
    if (name in target) continue
    Object.defineProperty(target, name, { value: globalThis[name], writable: true, configurable: true })
  }
  const uninstall = async (): Promise<void> => {
    for (const [name, original] of originals) {
      if (original === undefined) Reflect.deleteProperty(target, name)
      else Object.defineProperty(target, name, original)
    }
    cors.page.close()
    await cors.browser.close()
  }
  return Object.defineProperties({ uninstall }, Object.getOwnPropertyDescriptors(cors)) as InstalledCors
}
