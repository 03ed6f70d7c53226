import type { ProfileName } from 'concors/protocol'
import type { LoadedImage } from './image.js'

/** A way in which a page's script reads a canvas. */
export type CanvasRead = 'toDataURL' | 'toBlob' | 'getImageData'

/** What a canvas that holds other sites' pixels is to a page: it shows them, and nobody reads it. */
export interface Canvas {
  /** False once something was drawn that taints it; nothing makes it clean again. */
  readonly originClean: boolean
  /**
   * Draws an image, or what another canvas holds by now: its taint, too.
   *
   * @throws TypeError for what neither `page.loadImage()` nor `page.canvas()` gave
   */
  drawImage(source: LoadedImage | Canvas): void
  /**
   * What `toDataURL()` and the like read: the bytes of the images in it, each once, neither decoded nor put together here.
   *
   * @param how what the page calls, for the engine's words. Default: `toDataURL`
   * @throws DOMException `SecurityError` where it is tainted
   */
  readPixels(how?: CanvasRead): readonly Uint8Array[]
}

/** What is drawn by drawing one of these. */
const drawings = new WeakMap<object, ReadonlySet<LoadedImage>>()

/** Has an image be one that a canvas takes. */
export function drawable(image: LoadedImage): LoadedImage {
  drawings.set(image, new Set([image]))
  return image
}

/** A canvas of a page, with nothing in it. https://html.spec.whatwg.org/#security-with-canvas-elements */
export function createCanvas(profile: ProfileName): Canvas {
  const images = new Set<LoadedImage>()
  const canvas: Canvas = {
    get originClean() {
      return [...images].every((image) => image.originClean)
    },
    drawImage(source) {
      const drawn = drawings.get(source)
      if (drawn === undefined) {
        throw new TypeError(
          'canvas.drawImage takes an image of page.loadImage(), awaited, or another canvas of page.canvas()',
        )
      }
      for (const image of drawn) images.add(image)
    },
    readPixels(how = 'toDataURL') {
      if (!canvas.originClean) throw taintedError(profile, how)
      return Array.from(images, ({ bytes }) => bytes)
    },
  }
  drawings.set(canvas, images)
  return canvas
}

/** What a page's script is told that reads a tainted canvas. Seen in each engine. */
export function taintedError(profile: ProfileName, how: CanvasRead): DOMException {
  return new DOMException(messageOf(profile, how), 'SecurityError')
}

function messageOf(profile: ProfileName, how: CanvasRead): string {
  if (profile === 'firefox' || profile === 'webkit') return 'The operation is insecure.'
  const [object, what] =
    how === 'getImageData'
      ? ['CanvasRenderingContext2D', 'The canvas has been tainted by cross-origin data.']
      : ['HTMLCanvasElement', 'Tainted canvases may not be exported.']
  return profile === 'chromium' ? `Failed to execute '${how}' on '${object}': ${what}` : what
}
