import type { BodyRecipe, FetchStep, Init, LoadStep, Step } from '../scenarios/scenario.js'
import type { StepOutcome } from '../outcome.js'
import type { XmlHttpRequest } from '@concors/user-agent'

/** What a script uses of its page; in an engine it is the window. */
export interface PageEnvironment {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** Resolves with whether a canvas stays readable; rejects where `<img>` fires `error`. */
  readonly loadImage: (url: string, crossOrigin: string | null) => Promise<boolean>
  /** As an element loads, or `sendBeacon` and `EventSource` ask: null where nobody is told. */
  readonly load: (step: LoadStep, body: RequestInit['body']) => Promise<boolean | null>
  /** Whether the page sees the timing of what it fetched last, from this URL. */
  readonly seesTiming: (url: string) => Promise<boolean>
  readonly XMLHttpRequest: new () => XmlHttpRequest
  readonly log: (line: string) => void
}

/** What a script asks with. */
export type Api = 'fetch' | 'xhr'

export interface Batch {
  /** The steps of each scenario, with whole URLs. */
  readonly list: readonly { readonly id: string; readonly steps: readonly Step[] }[]
  /** Milliseconds for one step. */
  readonly timeLimit: number
  readonly api: Api
  /** What is printed when all is done. */
  readonly end: string
}

/**
 * Runs the steps of many scenarios, one after the other. Its source text is what an engine evaluates, so it uses
 * nothing from outside itself; the user agent calls it with a page of its own.
 */
export async function runScenarios(
  { list, timeLimit, api, end }: Batch,
  environment?: PageEnvironment,
): Promise<StepOutcome[][]> {
  const LONG = 1000

  function browserImage(url: string, crossOrigin: string | null): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const page = globalThis as unknown as { Image: new () => any; document: any } // oxlint-disable-line typescript/no-explicit-any
      const image = new page.Image()
      if (crossOrigin !== null) image.crossOrigin = crossOrigin
      image.addEventListener('error', () => reject(new Error('error event')))
      image.addEventListener('load', () => {
        const canvas = page.document.createElement('canvas')
        canvas.width = canvas.height = 1
        canvas.getContext('2d').drawImage(image, 0, 0)
        try {
          canvas.toDataURL()
          resolve(true)
        } catch {
          resolve(false)
        }
      })
      image.src = url
    })
  }

  /** A window has no types here. */
  type Any = any // oxlint-disable-line typescript/no-explicit-any

  function browserLoad(step: LoadStep, sent: RequestInit['body']): Promise<boolean | null> {
    const page = globalThis as Any
    switch (step.as) {
      case 'beacon':
        page.navigator.sendBeacon(step.load, sent)
        // Nothing tells when it was sent.
        return new Promise((resolve) => setTimeout(() => resolve(null), 500))
      case 'font':
        return new page.FontFace('font', `url(${step.load})`).load().then(
          () => null,
          () => null,
        )
      case 'events':
        return new Promise((resolve) => {
          const source = new page.EventSource(step.load, { withCredentials: step.withCredentials === true })
          const end = (loaded: boolean): void => {
            source.close()
            resolve(loaded)
          }
          source.addEventListener('message', () => end(true))
          source.addEventListener('error', () => source.readyState === 2 && end(false))
        })
      default:
        return new Promise((resolve) => {
          const isStyle = step.as === 'stylesheet'
          const element = page.document.createElement(isStyle ? 'link' : 'script')
          if (isStyle) element.rel = 'stylesheet'
          if (step.as === 'module') element.type = 'module'
          if (step.crossOrigin !== undefined) element.crossOrigin = step.crossOrigin
          if (step.integrity !== undefined) element.integrity = step.integrity
          element.addEventListener('load', () => resolve(true))
          element.addEventListener('error', () => resolve(false))
          element[isStyle ? 'href' : 'src'] = step.load
          page.document.head.append(element)
        })
    }
  }

  /** The entry is there a little after the body's end. */
  async function browserTiming(url: string): Promise<boolean> {
    for (let patience = 100; patience > 0; patience--) {
      const entry = performance.getEntriesByName(url).at(-1) as { requestStart: number } | undefined
      if (entry !== undefined) return entry.requestStart > 0
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`There is no timing of ${url}`)
  }

  function body(recipe: BodyRecipe): NonNullable<RequestInit['body']> {
    const bytes = new Uint8Array([1, 2, 3])
    switch (recipe.kind) {
      case 'form': {
        const form = new FormData()
        form.append('a', '1')
        return form
      }
      case 'params':
        return new URLSearchParams({ a: '1' })
      case 'bytes':
        return bytes
      case 'blob':
        return new Blob([bytes], recipe.type === undefined ? {} : { type: recipe.type })
      case 'size':
        return 'x'.repeat(recipe.size ?? 0)
      case 'stream':
        return new Blob([bytes]).stream()
    }
  }

  function requestInit({ headers, body: given, ...rest }: Init): RequestInit {
    return {
      ...(rest as RequestInit),
      ...(headers === undefined ? {} : { headers: headers as [string, string][] }),
      ...(given === undefined ? {} : { body: typeof given === 'string' ? given : body(given) }),
      ...(typeof given === 'object' && given.kind === 'stream' ? { duplex: 'half' as const } : {}),
    }
  }

  function errorOutcome(during: 'fetch' | 'body', error: unknown): StepOutcome {
    const { name, message } = error as Error
    return { kind: 'error', during, name, message }
  }

  async function fetchStep(step: FetchStep): Promise<StepOutcome> {
    const init = requestInit(step.init ?? {})
    if (step.abortAfter !== undefined) {
      const controller = new AbortController()
      init.signal = controller.signal
      if (step.abortAfter === 0) controller.abort()
      else setTimeout(() => controller.abort(), step.abortAfter)
    }
    let response: Response
    try {
      response = await (environment?.fetch ?? fetch)(step.fetch, init)
    } catch (error) {
      return errorOutcome('fetch', error)
    }
    const { type, status, statusText, redirected, url } = response
    const headers = [...(response.headers as unknown as Iterable<[string, string]>)]
    const text = await response.text()
    const shown = text.length > LONG ? `${text.length} characters` : text
    const timing = step.timing === true ? await (environment?.seesTiming ?? browserTiming)(step.fetch) : null
    return { kind: 'response', type, status, statusText, redirected, url, headers, body: shown, timing }
  }

  /** What `fetch` has and XMLHttpRequest does not is the same in every outcome. */
  async function xhrStep({ fetch: url, init = {}, abortAfter }: FetchStep): Promise<StepOutcome> {
    const { XMLHttpRequest } = environment ?? (globalThis as unknown as PageEnvironment)
    const xhr = new XMLHttpRequest()
    const ended = new Promise<string>((resolve) => {
      for (const type of ['load', 'error', 'abort', 'timeout'])
        xhr.addEventListener(type, () => resolve(type))
    })
    try {
      xhr.open(init.method ?? 'GET', url)
      for (const [name, value] of init.headers ?? []) xhr.setRequestHeader(name, value)
      xhr.withCredentials = init.credentials === 'include'
      const given = init.body
      xhr.send(typeof given === 'object' ? body(given) : given)
    } catch (error) {
      return errorOutcome('fetch', error)
    }
    if (abortAfter !== undefined) setTimeout(() => xhr.abort(), abortAfter)
    const type = await ended
    if (type !== 'load') {
      // WebKit prints a line after the last event.
      if (environment === undefined) await new Promise((resolve) => setTimeout(resolve, 0))
      return errorOutcome('fetch', { name: type, message: '' })
    }
    const headers = xhr
      .getAllResponseHeaders()
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)])
    const text = xhr.responseText
    const shown = text.length > LONG ? `${text.length} characters` : text
    const { status, statusText, responseURL } = xhr
    return {
      kind: 'response',
      type: '',
      status,
      statusText,
      redirected: false,
      url: responseURL,
      headers,
      body: shown,
      timing: null,
    }
  }

  const ask: Readonly<Record<Api, (step: FetchStep) => Promise<StepOutcome>>> = {
    fetch: fetchStep,
    xhr: xhrStep,
  }

  async function attempt(step: Step): Promise<StepOutcome> {
    if ('wait' in step) {
      await new Promise((resolve) => setTimeout(resolve, step.wait))
      return { kind: 'waited' }
    }
    if ('image' in step) {
      const load = environment?.loadImage ?? browserImage
      return load(step.image, step.crossOrigin ?? null).then(
        (readable) => ({ kind: 'image', loaded: true, readable }),
        () => ({ kind: 'image', loaded: false, readable: false }),
      )
    }
    if ('load' in step) {
      const sent = typeof step.body === 'object' ? body(step.body) : step.body
      return { kind: 'load', loaded: await (environment?.load ?? browserLoad)(step, sent) }
    }
    try {
      return await ask[api](step)
    } catch (error) {
      return errorOutcome('body', error)
    }
  }

  async function limited(step: Step): Promise<StepOutcome> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<StepOutcome>((resolve) => {
      const outcome = errorOutcome('fetch', { name: 'TimeLimit', message: `${timeLimit} ms` })
      timer = setTimeout(() => resolve(outcome), timeLimit)
    })
    try {
      return await Promise.race([attempt(step), late])
    } finally {
      clearTimeout(timer)
    }
  }

  // What a page remembers of timing is bounded, and forgotten by nobody else.
  const forgetTiming = (): void => {
    if (environment === undefined) performance.clearResourceTimings()
  }

  const log = environment?.log ?? ((line: string) => console.log(line))
  const outcomes: StepOutcome[][] = []
  for (const { id, steps } of list) {
    forgetTiming()
    log(`concors begins ${id}`)
    const seen: StepOutcome[] = []
    for (const step of steps) seen.push(await limited(step))
    outcomes.push(seen)
  }
  log(end)
  return outcomes
}
