import { expect, test } from 'vitest'
import { ListenerBook } from './listener-book.js'

const listener = (): void => {}
const aborted = AbortSignal.abort()

test.each<[string, boolean, (book: ListenerBook) => void]>([
  ['nobody', true, () => {}],
  ['one who came', false, (book) => book.added('load', listener, undefined)],
  ['one that is null', true, (book) => book.added('load', null, undefined)],
  [
    'one who came with a signal that has aborted',
    true,
    (book) => book.added('load', listener, { signal: aborted }),
  ],
  [
    'one who came twice and went once',
    true,
    (book) => {
      book.added('load', listener, undefined)
      book.added('load', listener, false)
      book.removed('load', listener, undefined)
    },
  ],
  [
    'one who captures, of whom another went',
    false,
    (book) => {
      book.added('load', listener, { capture: true })
      book.removed('load', listener, undefined)
      book.removed('progress', listener, true)
    },
  ],
  [
    'one who captured and went',
    true,
    (book) => {
      book.added('load', listener, true)
      book.removed('load', listener, { capture: true })
    },
  ],
  [
    'one who wanted one event and got it',
    true,
    (book) => {
      book.added('load', listener, { once: true })
      book.dispatched('load')
    },
  ],
  [
    'one who wanted one event and got another',
    false,
    (book) => {
      book.added('load', listener, { once: true })
      book.dispatched('error')
    },
  ],
  [
    'one whose signal aborts',
    true,
    (book) => {
      const controller = new AbortController()
      book.added('load', listener, { signal: controller.signal })
      controller.abort()
    },
  ],
])('of %s the book says empty: %s', (_who, isEmpty, act) => {
  const book = new ListenerBook()
  act(book)
  expect(book.isEmpty).toBe(isEmpty)
})
