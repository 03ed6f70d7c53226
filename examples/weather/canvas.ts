import { createUserAgent, isNetworkError } from '@concors/user-agent'
import type { LoadedImage } from '@concors/user-agent'
import type { Weather } from './play.js'

/** The chart, drawn into a canvas: what the page does, and what has to come of it. */
export interface CanvasScene {
  readonly title: string
  readonly path: string
  /** The value of the `crossorigin` attribute; null where the image has none. */
  readonly crossOrigin: string | null
  readonly outcome: 'clean' | 'tainted' | 'not loaded'
}

export const CANVAS_SCENES: readonly CanvasScene[] = [
  {
    title: 'The chart in a canvas, without crossorigin: it shows, and the canvas cannot be read any more.',
    path: '/public/chart.png',
    crossOrigin: null,
    outcome: 'tainted',
  },
  {
    title: 'With crossorigin="anonymous", and a server that allows it: the canvas stays readable.',
    path: '/public/chart.png',
    crossOrigin: 'anonymous',
    outcome: 'clean',
  },
  {
    title: 'With crossorigin="anonymous", and a server that says nothing: there is no image at all.',
    path: '/closed/chart.png',
    crossOrigin: 'anonymous',
    outcome: 'not loaded',
  },
]

/** What became of a canvas scene, as lines of text, and whether it went as told. */
export interface Drawn {
  readonly scene: CanvasScene
  readonly lines: readonly string[]
  readonly asTold: boolean
}

/** Draws the chart each way. */
export async function* draw({ pageOrigin, apiOrigin }: Weather): AsyncGenerator<Drawn> {
  const browser = createUserAgent({ profile: 'chromium', timeout: 10_000 })
  const page = browser.page(`${pageOrigin}/`)
  try {
    for (const scene of CANVAS_SCENES) {
      const { crossOrigin, path, outcome } = scene
      const attribute = crossOrigin === null ? '' : ` crossorigin="${crossOrigin}"`
      const tag = `<img${attribute} src="${apiOrigin}${path}">`
      const found = await drawn(() => page.loadImage(apiOrigin + path, { crossOrigin }))
      yield { scene, lines: [`image      ${tag}`, ...found.lines], asTold: found.outcome === outcome }
    }
  } finally {
    await browser.close()
  }
}

async function drawn(
  load: () => Promise<LoadedImage>,
): Promise<{ lines: readonly string[]; outcome: CanvasScene['outcome'] }> {
  try {
    const image = await load()
    const loaded = `loaded     ${image.contentType}, ${image.bytes.byteLength} bytes`
    try {
      const pixels = image.readPixels()
      return { lines: [loaded, `toDataURL  ✓ ${pixels.byteLength} bytes to read`], outcome: 'clean' }
    } catch (error) {
      return { lines: [loaded, `toDataURL  ✗ ${String(error)}`], outcome: 'tainted' }
    }
  } catch (error) {
    if (!isNetworkError(error)) throw error
    const lines = error.consoleMessages.map(({ text }) => `console    ${text}`)
    return { lines: [`error      ✗ ${error.failure.code}`, ...lines], outcome: 'not loaded' }
  }
}
