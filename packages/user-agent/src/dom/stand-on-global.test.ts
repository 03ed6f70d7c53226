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

  test.each([undefined, null, () => {}, 'Response'])('leaves ours alone where the global is %s', (given) => {
    const Own = ownClass()
    vi.stubGlobal('Headers', given)
    standOnGlobal('Headers', Own)
    expect(Object.getPrototypeOf(Own.prototype)).toBe(Object.prototype)
  })
})
