import { isUint8Array } from 'node:util/types'
import { isNetworkError } from 'concors/protocol'
import type { InnerResponse, WireRequest } from 'concors/protocol'
import { onAbort } from './abort.js'
import type { Transport, TransportResult } from './transport/transport.js'
import { BytesBody } from './transport/wire-body.js'
import type { WireBody } from './transport/wire-body.js'

/** The fetch ended before this request, because somebody did not approve of it. */
export class Withheld {
  readonly request: WireRequest

  constructor(request: WireRequest) {
    this.request = request
  }
}

export interface DriveHooks {
  /** Whether the caller reads what the page may not: an image is drawn all the same. */
  readonly wantsInternal?: boolean
  /** Chromium: an aborted preflight is waited for, so that its answer is kept. */
  readonly finishesPreflights?: boolean
  /** False keeps a request from being sent. */
  readonly approve?: ((request: WireRequest) => boolean) | undefined
  readonly onRequest?: ((request: WireRequest) => void) | undefined
  readonly onResult?:
    | ((request: WireRequest, result: TransportResult, milliseconds: number) => void)
    | undefined
}

/** What the page gets, and the body that may be read of it. */
export interface Driven {
  readonly response: InnerResponse
  readonly body: WireBody | null
}

export type FetchGenerator = Generator<WireRequest, InnerResponse, TransportResult>

/**
 * Runs the fetch generator over a transport: sends each request it yields, gives it what came, and throws away
 * every body that nobody will read.
 *
 * @param signal rejects with its reason when it aborts
 * @param first what the generator yielded, where it was started already
 */
export async function drive(
  steps: FetchGenerator,
  transport: Transport,
  signal: AbortSignal | null,
  hooks: DriveHooks,
  first: IteratorResult<WireRequest, InnerResponse> = steps.next(),
): Promise<Driven | Withheld> {
  let next = first
  let last: WireBody | null = null
  while (next.done !== true) {
    last?.discard()
    last = null
    const request = next.value
    if (hooks.approve !== undefined && !hooks.approve(request)) return new Withheld(request)
    hooks.onRequest?.(request)
    const started = hooks.onResult === undefined ? 0 : performance.now()
    const finishes = hooks.finishesPreflights === true && request.kind === 'preflight'
    const whenLate = finishes ? (late: TransportResult) => void steps.next(late) : null
    const result =
      signal === null
        ? await transport.send(request, null)
        : await sendAbortably(transport, request, signal, whenLate)
    hooks.onResult?.(request, result, performance.now() - started)
    if (!('reason' in result)) last = result.body
    next = steps.next(result)
  }
  const response = next.value
  const held = hooks.wantsInternal === true ? (response.internalResponse ?? response).body : response.body
  if (last !== null && held !== last) last.discard()
  if (isNetworkError(response)) return { response, body: null }
  return { response, body: isUint8Array(held) ? new BytesBody(held) : (held as WireBody | null) }
}

/**
 * Rejects at once when the signal aborts, however long the transport takes to notice.
 *
 * @param whenLate what is done with an answer that comes after that; null where the request is given up
 */
async function sendAbortably(
  transport: Transport,
  request: WireRequest,
  signal: AbortSignal,
  whenLate: ((result: TransportResult) => void) | null,
): Promise<TransportResult> {
  signal.throwIfAborted()
  let stop = (): void => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = onAbort(signal, () => reject(signal.reason as Error))
  })
  try {
    return await Promise.race([sendOrDiscard(transport, request, signal, whenLate), aborted])
  } finally {
    stop()
  }
}

async function sendOrDiscard(
  transport: Transport,
  request: WireRequest,
  signal: AbortSignal,
  whenLate: ((result: TransportResult) => void) | null,
): Promise<TransportResult> {
  const result = await transport.send(request, whenLate === null ? signal : null)
  if (signal.aborted) {
    if (!('reason' in result)) result.body?.discard()
    whenLate?.(result)
  }
  return result
}
