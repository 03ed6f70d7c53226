import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '@concors/cli'
import { PLAIN } from '@concors/explain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CANVAS_SCENES, draw } from './canvas.js'
import type { Drawn } from './canvas.js'
import { play, startWeather } from './play.js'
import type { Played, Weather } from './play.js'
import { SCENES } from './scenes.js'

let weather: Weather
const played: Played[] = []

beforeAll(async () => {
  weather = await startWeather(0, 0)
  for await (const scene of play(weather, PLAIN)) played.push(scene)
})

afterAll(() => weather.close())

describe('the main job', () => {
  test('plays every scene as told', () => {
    expect(played.map(({ scene }) => scene)).toEqual(SCENES)
    expect(played.flatMap(({ surprises }) => surprises)).toEqual([])
  })

  test('draws the chart into a canvas as told: tainted, clean, and not at all', async () => {
    const drawn: Drawn[] = []
    for await (const scene of draw(weather)) drawn.push(scene)
    expect(drawn.map(({ scene }) => scene)).toEqual(CANVAS_SCENES)
    expect(drawn.filter(({ asTold }) => !asTold)).toEqual([])
  })

  test('shows each exchange, and no secret', () => {
    for (const { text, scene } of played) {
      expect(text).toContain(`${weather.apiOrigin}${scene.path}`)
      expect(text).toMatch(/^(?:✓ readable|✗ blocked)/m)
      expect(text).not.toContain('a-visitor-of-the-weather-page')
    }
  })

  test.each([
    ['/closed/readings', [], 1],
    ['/public/readings', [], 0],
    ['/public/readings', ['--credentials'], 1],
    ['/members/favourite', ['-X', 'PUT', '-d', 'harbour', '--credentials'], 4],
  ])('can be explained by the command: %s %j', async (path, options, expected) => {
    const output = { write: () => {} }
    const args = ['explain', weather.apiOrigin + path, '--from', weather.pageOrigin, ...options]
    expect(await main(args, { stdout: output, stderr: output, env: {} })).toBe(expected)
  })

  test('is what docs/cli.md shows', async () => {
    let text = ''
    const io = { write: (part: string) => (text += part) }
    const args = ['explain', `${weather.apiOrigin}/closed/readings`, '--from', weather.pageOrigin]
    await main(args, { stdout: io, stderr: io, env: {} })
    const shown = text
      .replaceAll(weather.apiOrigin, 'http://127.0.0.1:8620')
      .replaceAll(weather.pageOrigin, 'http://127.0.0.1:8621')
      .replace(/, \d+ ms$/m, ', 3 ms')
    // Other ports have other lengths, and so other line breaks.
    expect(words(readDoc('cli.md'))).toContain(words(shown))
  })

  test('has a page that a browser can show', async () => {
    const html = await (await fetch(weather.pageOrigin)).text()
    expect(html).toContain(weather.apiOrigin)
  })
})

function readDoc(name: string): string {
  return readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
}

function words(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}
