import type { DomClasses, ProgressEvent } from '../dom/classes.js'
import { progressEventClass } from '../dom/classes.js'
import { defineEventHandlers } from '../dom/event-handlers.js'
import { ListenerBook } from '../dom/listener-book.js'

const PROGRESS_TYPES = ['loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend'] as const

export type ProgressType = (typeof PROGRESS_TYPES)[number]

export interface XhrEventTargets {
  readonly XMLHttpRequestEventTarget: typeof EventTarget
  readonly XMLHttpRequestUpload: typeof EventTarget
  readonly isHeard: (upload: EventTarget) => boolean
  readonly createProgressEvent: (type: ProgressType, loaded: number, total: number) => ProgressEvent
}

/** What XMLHttpRequest stands on, made of a page's own events. */
export function createXhrEventTargets(dom: DomClasses): XhrEventTargets {
  class XMLHttpRequestEventTarget extends dom.EventTarget {}
  defineEventHandlers(XMLHttpRequestEventTarget.prototype, PROGRESS_TYPES)

  const books = new WeakMap<EventTarget, ListenerBook>()
  const bookOf = (upload: EventTarget): ListenerBook => {
    let book = books.get(upload)
    if (book === undefined) {
      book = new ListenerBook()
      books.set(upload, book)
    }
    return book
  }

  class XMLHttpRequestUpload extends XMLHttpRequestEventTarget {
    override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
      bookOf(this).added(...args)
      super.addEventListener(...args)
    }

    override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
      bookOf(this).removed(...args)
      super.removeEventListener(...args)
    }

    override dispatchEvent(event: Event): boolean {
      bookOf(this).dispatched(event.type)
      return super.dispatchEvent(event)
    }
  }

  const ProgressEvent = progressEventClass(dom)
  return {
    XMLHttpRequestEventTarget,
    XMLHttpRequestUpload,
    isHeard: (upload) => !bookOf(upload).isEmpty,
    /** https://xhr.spec.whatwg.org/#concept-event-fire-progress; a total of 0 is none. */
    createProgressEvent: (type, loaded, total) =>
      new ProgressEvent(type, { loaded, total, lengthComputable: total !== 0 }),
  }
}
