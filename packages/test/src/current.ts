import type { Cors } from './cors.js'
import type { Matchers } from './matchers.js'

/** What an environment leaves for the copies of this package that its tests import. */
export interface Current {
  readonly cors: Cors
  /** Those of the environment's own copy: that of the tests may live where half of Node is missing. */
  readonly matchers: Matchers
}

const CURRENT = Symbol.for('concors.test.current')

interface Holder {
  [CURRENT]?: Current
}

/** The environment's, or null outside of one. */
export function current(): Current | null {
  return (globalThis as Holder)[CURRENT] ?? null
}

/** @param global that of the tests, which need not be this one */
export function setCurrent(global: object, current: Current | null): void {
  if (current === null) delete (global as Holder)[CURRENT]
  else Object.defineProperty(global, CURRENT, { value: current, configurable: true })
}

function needed(): Cors {
  const cors = current()?.cors
  if (cors !== undefined) return cors
  throw new Error(
    'cors: these tests run in no environment of @concors/test; configure it (docs/testing.md), or use what installInto() and enforceCors() return',
  )
}

/** The browser's half around the tests of an environment of this package. Every use of it throws an Error outside of one. */
export const cors: Cors = {
  get page() {
    return needed().page
  },
  get browser() {
    return needed().browser
  },
  get rejections() {
    return needed().rejections
  },
  on: () => needed().on(),
  off: () => needed().off(),
  mount: (origin, app) => needed().mount(origin, app),
  reset: () => needed().reset(),
  lookalikes: (trusted) => needed().lookalikes(trusted),
}
