import { expect, test } from 'vitest'
import { defineEventHandlers } from './event-handlers.js'

class Target extends EventTarget {
  declare onload: unknown
}
defineEventHandlers(Target.prototype, ['load'])

test('a handler is called in the place where it was first set, with the target as this', () => {
  const target = new Target()
  const calls: unknown[] = []
  target.onload = () => calls.push('first')
  target.addEventListener('load', () => calls.push('listener'))
  target.onload = function (this: unknown, event: Event) {
    calls.push('handler', this === target, event.type)
  }
  target.dispatchEvent(new Event('load'))
  expect(calls).toEqual(['handler', true, 'load', 'listener'])
})

test('a handler that was taken away is gone, and set anew is the last', () => {
  const target = new Target()
  const calls: unknown[] = []
  expect(target.onload).toBeNull()
  const handler = (): unknown => calls.push('handler')
  target.onload = handler
  expect(target.onload).toBe(handler)
  target.addEventListener('load', () => calls.push('listener'))
  target.onload = null
  target.dispatchEvent(new Event('load'))
  expect(calls).toEqual(['listener'])
  target.onload = handler
  target.dispatchEvent(new Event('load'))
  expect(calls).toEqual(['listener', 'listener', 'handler'])
  target.onload = 'no function'
  expect(target.onload).toBeNull()
  target.onload = null
})
