import type { WireEvent } from '../../api/messages.js'
import type { Ask } from './ask.js'
import { FAILED } from './outcome.js'
import type { Attempt, Outcome, WireMessage } from './outcome.js'

/** A name that nobody guesses. */
export function createRunName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/**
 * Makes the request in the visitor's own browser, and tells what the servers saw of it as it happens.
 *
 * @param onWire called with all messages so far
 */
export async function realRun(
  ask: Ask,
  run: string,
  onWire: (wire: readonly WireMessage[]) => void,
): Promise<Outcome> {
  const listener = new RunListener(run, onWire)
  try {
    await listener.opened
    const attempts: Attempt[] = []
    for (let time = 0; time < ask.times; time++) {
      attempts.push(await (ask.kind === 'fetch' ? fetchOnce(ask) : drawOnce(ask)))
    }
    await listener.ended()
    return { wire: listener.wire, attempts }
  } finally {
    listener.close()
  }
}

/** Listens to what reaches the APIs for one run. */
class RunListener {
  readonly opened: Promise<void>
  readonly #run: string
  readonly #source: EventSource
  readonly #onWire: (wire: readonly WireMessage[]) => void
  #wire: WireMessage[] = []
  #onEnd: (() => void) | null = null

  constructor(run: string, onWire: (wire: readonly WireMessage[]) => void) {
    this.#run = run
    this.#onWire = onWire
    this.#source = new EventSource(`/events?run=${run}`)
    this.opened = new Promise((resolve, reject) => {
      this.#source.addEventListener('open', () => resolve())
      this.#source.addEventListener('error', () =>
        reject(new Error("The lab's server does not answer. Is it still running?")),
      )
    })
    this.#source.addEventListener('message', ({ data }: MessageEvent<string>) =>
      this.#add(JSON.parse(data) as WireEvent),
    )
  }

  get wire(): readonly WireMessage[] {
    return this.#wire
  }

  close(): void {
    this.#source.close()
  }

  /** Resolves when everything has been told that the servers saw so far. */
  async ended(): Promise<void> {
    const told = new Promise<void>((resolve) => {
      this.#onEnd = resolve
    })
    await fetch(`/events/end?run=${this.#run}`)
    await told
  }

  #add(event: WireEvent): void {
    if (event.kind === 'end') {
      this.#onEnd?.()
      return
    }
    this.#wire = [...this.#wire]
    if (event.kind === 'request') {
      const { method, url, headers } = event
      this.#wire[event.index] = { request: { method, url, headers }, response: null }
    } else {
      const { status, statusMessage, headers } = event
      const message = this.#wire[event.index]!
      this.#wire[event.index] = { ...message, response: { status, statusMessage, headers } }
    }
    this.#onWire(this.#wire)
  }
}

async function fetchOnce({
  url,
  method,
  headers,
  credentials,
  mode,
}: Extract<Ask, { kind: 'fetch' }>): Promise<Attempt> {
  try {
    const init = {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      credentials,
      mode,
    }
    const response = await fetch(url, init)
    const { type, status } = response
    const visibleHeaders = [...response.headers.keys()]
      .filter((name) => !OF_THE_CONNECTION.has(name))
      .toSorted()
    return {
      verdict: type === 'opaque' ? 'opaque' : 'readable',
      type,
      status,
      visibleHeaders,
      body: (await response.text()).trim(),
      error: null,
    }
  } catch (error) {
    return { ...FAILED, verdict: 'blocked', error: String(error) }
  }
}

/** What the server's connection adds to what the API says. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding'])

/** An image into a canvas, which is then read. */
async function drawOnce({ url, crossOrigin }: Extract<Ask, { kind: 'image' }>): Promise<Attempt> {
  const image = new Image()
  const loaded = new Promise<boolean>((resolve) => {
    image.addEventListener('load', () => resolve(true))
    image.addEventListener('error', () => resolve(false))
  })
  if (crossOrigin !== null) image.crossOrigin = crossOrigin
  image.src = url
  if (!(await loaded)) return { ...FAILED, verdict: 'not loaded', error: 'error event' }
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  canvas.getContext('2d')!.drawImage(image, 0, 0)
  try {
    canvas.toDataURL()
    return { ...FAILED, verdict: 'clean', error: null }
  } catch (error) {
    return { ...FAILED, verdict: 'tainted', error: `${(error as Error).name}: ${(error as Error).message}` }
  }
}
