import type { BodyRecipe, FetchStep, Init, Step } from '../scenarios/scenario.js'
import type { StepOutcome } from '../outcome.js'

/** What a script uses of its page; in an engine it is the window. */
export interface PageEnvironment {
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** Resolves with whether a canvas stays readable; rejects where `<img>` fires `error`. */
  readonly loadImage: (url: string, crossOrigin: string | null) => Promise<boolean>
}

export interface Batch {
  /** The steps of each scenario, with whole URLs. */
  readonly list: readonly (readonly Step[])[]
  readonly concurrency: number
  /** Milliseconds for one step. */
  readonly timeLimit: number
}

/**
 * Runs the steps of many scenarios, each scenario's in order. Its source text is what an engine evaluates, so it
 * uses nothing from outside itself; the user agent calls it with a page of its own.
 */
export async function runScenarios(
  { list, concurrency, timeLimit }: Batch,
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

  function body(recipe: BodyRecipe): FormData | URLSearchParams | Uint8Array<ArrayBuffer> | Blob | string {
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
    }
  }

  function requestInit({ headers, body: given, ...rest }: Init): RequestInit {
    return {
      ...(rest as RequestInit),
      ...(headers === undefined ? {} : { headers: headers as [string, string][] }),
      ...(given === undefined ? {} : { body: typeof given === 'string' ? given : body(given) }),
    }
  }

  async function fetchStep(step: FetchStep): Promise<StepOutcome> {
    const init = requestInit(step.init ?? {})
    if (step.abortAfter !== undefined) {
      const controller = new AbortController()
      init.signal = controller.signal
      if (step.abortAfter === 0) controller.abort()
      else setTimeout(() => controller.abort(), step.abortAfter)
    }
    const response = await (environment?.fetch ?? fetch)(step.fetch, init)
    const { type, status, statusText, redirected, url } = response
    const headers = [...(response.headers as unknown as Iterable<[string, string]>)]
    const text = await response.text()
    const shown = text.length > LONG ? `${text.length} characters` : text
    return { kind: 'response', type, status, statusText, redirected, url, headers, body: shown }
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
    try {
      return await fetchStep(step)
    } catch (error) {
      const { name, message } = error as Error
      return { kind: 'error', name, message }
    }
  }

  async function limited(step: Step): Promise<StepOutcome> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<StepOutcome>((resolve) => {
      const outcome = { kind: 'error', name: 'TimeLimit', message: `${timeLimit} ms` } as const
      timer = setTimeout(() => resolve(outcome), timeLimit)
    })
    try {
      return await Promise.race([attempt(step), late])
    } finally {
      clearTimeout(timer)
    }
  }

  const outcomes: StepOutcome[][] = list.map(() => [])
  let next = 0
  async function work(): Promise<void> {
    while (next < list.length) {
      const index = next
      next += 1
      for (const step of list[index]!) outcomes[index]!.push(await limited(step))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return outcomes
}
