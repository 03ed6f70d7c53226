import { isNetworkError, LoadError } from '@concors/user-agent'
import type { EventSource, LoadErrorCode, Page } from '@concors/user-agent'
import type { LoadStep } from '../scenarios/scenario.js'

/** Milliseconds after which a beacon has gone out. */
const BEACON = 500

/** What an element or an interface of the page does, by the user agent. */
export async function loadIn(
  page: Page,
  step: LoadStep,
  body: RequestInit['body'],
  onLoadError: (code: LoadErrorCode) => void,
): Promise<boolean | null> {
  const { load: url, as, crossOrigin, integrity = '', withCredentials = false } = step
  const options = crossOrigin === undefined ? { integrity } : { integrity, crossOrigin }
  const succeeds = async (loading: Promise<unknown>): Promise<boolean> => {
    try {
      await loading
      return true
    } catch (error) {
      if (error instanceof LoadError) onLoadError(error.code)
      else if (!isNetworkError(error)) throw error
      return false
    }
  }
  switch (as) {
    case 'beacon':
      page.sendBeacon(url, body ?? null)
      await new Promise((resolve) => setTimeout(resolve, BEACON))
      return null
    case 'font':
      await succeeds(page.loadFont(url))
      return null
    case 'events':
      return hears(
        new (page.EventSource as unknown as new (url: string, init: object) => EventSource)(url, {
          withCredentials,
        }),
      )
    case 'stylesheet':
      return succeeds(page.loadStylesheet(url, options))
    case 'script':
    case 'module':
      return succeeds(page.loadScript(url, { ...options, type: as === 'module' ? as : 'classic' }))
  }
}

function hears(source: EventSource): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (loaded: boolean): void => {
      source.close()
      resolve(loaded)
    }
    source.addEventListener('message', () => end(true))
    source.addEventListener('error', () => source.readyState === 2 && end(false))
  })
}
