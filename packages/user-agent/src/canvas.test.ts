import { describe, expect, test } from 'vitest'
import type { ProfileName } from 'concors'
import { createUserAgent, fetchApp } from './index.js'
import type { Canvas, CanvasRead, LoadedImage } from './index.js'

const GIF = new TextEncoder().encode('GIF89a')
const SITE = 'https://img.example'
const app = fetchApp(() => new Response(GIF, { headers: { 'access-control-allow-origin': '*' } }))

function browse(profile: ProfileName = 'chromium') {
  const page = createUserAgent({ profile, network: { [SITE]: app } }).page('https://app.example/')
  return {
    canvas: () => page.canvas(),
    clean: () => page.loadImage(`${SITE}/a`, { crossOrigin: 'anonymous' }),
    tainting: () => page.loadImage(`${SITE}/b`),
  }
}

describe('a canvas', () => {
  test('is clean with nothing in it, and with clean images', async () => {
    const { canvas: create, clean } = browse()
    const canvas = create()
    expect([canvas.originClean, canvas.readPixels()]).toEqual([true, []])
    const image = await clean()
    canvas.drawImage(image)
    canvas.drawImage(image)
    canvas.drawImage(await clean())
    expect([canvas.originClean, canvas.readPixels('toBlob')]).toEqual([true, [GIF, GIF]])
  })

  test('can be drawn onto itself, and back and forth', async () => {
    const { canvas: create, clean } = browse()
    const [front, back] = [create(), create()]
    front.drawImage(await clean())
    for (let count = 0; count < 100; count++) {
      front.drawImage(front)
      back.drawImage(front)
      front.drawImage(back)
    }
    expect(back.readPixels()).toEqual([GIF])
  })

  test('stays tainted by one image, whatever is drawn after it', async () => {
    const { canvas: create, clean, tainting } = browse()
    const canvas = create()
    canvas.drawImage(await tainting())
    canvas.drawImage(await clean())
    expect(canvas.originClean).toBe(false)
    expect(() => canvas.readPixels()).toThrow(expect.objectContaining({ name: 'SecurityError' }))
  })

  test('hands on what it holds when it is drawn, and its taint', async () => {
    const { canvas: create, clean, tainting } = browse()
    const [source, early, late] = [create(), create(), create()]
    source.drawImage(await clean())
    early.drawImage(source)
    source.drawImage(await tainting())
    late.drawImage(source)
    expect([source, early, late].map(({ originClean }) => originClean)).toEqual([false, true, false])
    source.drawImage(source)
    expect(early.readPixels()).toEqual([GIF])
  })

  test.each<[ProfileName, CanvasRead, string]>([
    ['standard', 'toDataURL', 'Tainted canvases may not be exported.'],
    ['standard', 'getImageData', 'The canvas has been tainted by cross-origin data.'],
    [
      'chromium',
      'toBlob',
      "Failed to execute 'toBlob' on 'HTMLCanvasElement': Tainted canvases may not be exported.",
    ],
    [
      'chromium',
      'getImageData',
      "Failed to execute 'getImageData' on 'CanvasRenderingContext2D': The canvas has been tainted by cross-origin data.",
    ],
    ['firefox', 'getImageData', 'The operation is insecure.'],
    ['webkit', 'toBlob', 'The operation is insecure.'],
  ])('that is tainted has the words of %s for %s, as its image has', async (profile, how, message) => {
    const { canvas: create, tainting } = browse(profile)
    const canvas = create()
    const image = await tainting()
    canvas.drawImage(image)
    for (const source of [canvas, image])
      expect(() => source.readPixels(how)).toThrow(
        expect.objectContaining({ name: 'SecurityError', message }),
      )
  })

  test('takes images that are loaded, and canvases', () => {
    const { canvas: create, tainting } = browse()
    const wrong = [null, undefined, 'a.png', {}, { originClean: true }, tainting()]
    for (const source of wrong as unknown as readonly (LoadedImage | Canvas)[]) {
      expect(() => create().drawImage(source)).toThrow(
        'canvas.drawImage takes an image of page.loadImage(), awaited, or another canvas of page.canvas()',
      )
    }
  })
})
