/** What a page's objects are made of where there is a document: a window of jsdom or happy-dom has all of it. */
export interface DomClasses {
  readonly EventTarget: typeof EventTarget
  readonly Event: typeof Event
  readonly ProgressEvent?: ProgressEventClass
  /** Default: Node's. */
  readonly MessageEvent?: typeof MessageEvent
  readonly DOMException?: typeof DOMException
  /** Without it there is no `responseXML`. */
  readonly DOMParser?: new () => { parseFromString(text: string, type: string): unknown }
  /** Without it no document can be sent. */
  readonly XMLSerializer?: new () => { serializeToString(node: never): string }
  readonly Document?: new () => object
}

type EventInit = NonNullable<ConstructorParameters<typeof Event>[1]>

export interface ProgressEventInit extends EventInit {
  readonly lengthComputable?: boolean
  readonly loaded?: number
  readonly total?: number
}

/** https://xhr.spec.whatwg.org/#interface-progressevent */
export interface ProgressEvent extends Event {
  readonly lengthComputable: boolean
  readonly loaded: number
  readonly total: number
}

type ProgressEventClass = new (type: string, init?: ProgressEventInit) => ProgressEvent

/** Node's own, which has no documents. Without `MessageEvent`: naming it has Node load its HTTP client. */
export const NODE_CLASSES: DomClasses = { EventTarget, Event, DOMException }

/** The window's own class, or one over its `Event`. */
export function progressEventClass({ Event, ProgressEvent }: DomClasses): ProgressEventClass {
  return (
    ProgressEvent ??
    class ProgressEvent extends Event {
      readonly lengthComputable: boolean
      readonly loaded: number
      readonly total: number

      constructor(type: string, init: ProgressEventInit = {}) {
        super(type, init)
        this.lengthComputable = init.lengthComputable ?? false
        this.loaded = init.loaded ?? 0
        this.total = init.total ?? 0
      }
    }
  )
}
