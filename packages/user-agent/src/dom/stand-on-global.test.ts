import { afterEach, describe, expect, test, vi } from 'vitest'
import { standOnGlobal } from './stand-on-global.js'

afterEach(() => vi.unstubAllGlobals())

function ownClass() {
  return class {
    readonly status = 200
  }
}

describe('standOnGlobal', () => {
  test('makes instances of ours count as instances of the global class', () => {
    const Own = ownClass()
    standOnGlobal('Response', Own)
    expect(new Own()).toBeInstanceOf(Response)
  })

  test('leaves ours alone where a test has made it the global one', () => {
    const Own = ownClass()
    for (const global of [Own, class extends Own {}]) {
      vi.stubGlobal('Headers', global)
      expect(standOnGlobal('Headers', Own)).toBe(true)
      expect(Object.getPrototypeOf(Own.prototype)).toBe(Object.prototype)
    }
  })

  test.each([undefined, null, () => {}, 'Response'])('leaves ours alone where the global is %s', (given) => {
    const Own = ownClass()
    vi.stubGlobal('Headers', given)
    standOnGlobal('Headers', Own)
    expect(Object.getPrototypeOf(Own.prototype)).toBe(Object.prototype)
  })
})
