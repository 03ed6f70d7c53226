import { expect, test } from 'vitest'
import { isWireFailure } from './wire.js'

test('a result of the wire is a response or a failure', () => {
  expect(isWireFailure({ status: 200, statusMessage: '', headers: [], body: null })).toBe(false)
  expect(isWireFailure({ reason: 'refused', detail: '' })).toBe(true)
})
