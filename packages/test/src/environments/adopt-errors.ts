import { runInContext } from 'node:vm'
import type { Context } from 'node:vm'

/**
 * Has the errors of this realm count as those of another: what a page's `fetch` rejects with is to be a `TypeError` there
 * too, as it is in a browser.
 */
export function adoptErrors(context: Context): void {
  const [theirError, theirTypeError] = runInContext('[Error, TypeError]', context) as ErrorConstructor[]
  adopt(theirError!, Error)
  adopt(theirTypeError!, TypeError)
}

const isInstance = Function.prototype[Symbol.hasInstance]

function adopt(theirs: ErrorConstructor, ours: ErrorConstructor): void {
  if (theirs === ours) return
  Object.defineProperty(theirs, Symbol.hasInstance, {
    // A class that extends theirs inherits this, and has none of ours.
    value(this: ErrorConstructor, value: unknown) {
      return isInstance.call(this, value) || (this === theirs && value instanceof ours)
    },
    configurable: true,
  })
}
