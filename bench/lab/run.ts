import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startLab } from '../../lab/server/lab.js'
import { startBrowser } from '../../lab/test/browser.js'
import { figure } from '../table.js'
import type { Figure } from '../table.js'

const PAGE = join(import.meta.dirname, '../../lab/dist/page')

/** Resolves, in the page, when Run can be pressed: milliseconds since the navigation began. */
const UNTIL_READY = `new Promise((resolve) => {
  const look = () => document.querySelector('.show .run') ? resolve(performance.now()) : requestAnimationFrame(look)
  look()
})`

/** Presses Run, and resolves with the milliseconds until the first message to a server shows. */
const UNTIL_WIRE = `new Promise((resolve) => {
  document.querySelector('[data-run]')?.remove()
  const started = performance.now()
  new MutationObserver((_, observer) => {
    if (document.querySelector('[data-side=browser] .to-server') === null) return
    observer.disconnect()
    requestAnimationFrame(() => resolve(performance.now() - started))
  }).observe(document.body, { childList: true, subtree: true })
  document.querySelector('.show .run').click()
})`

/** How long a visitor of the lab waits, in this machine's Chromium. */
export async function labFigures(rounds: number): Promise<readonly Figure[]> {
  const lab = await startLab({ port: 0, pageFolder: PAGE })
  const browser = await startBrowser('chromium')
  const ready: number[] = []
  const wire: number[] = []
  try {
    for (let round = 0; round < rounds; round++) {
      // Of a context of its own: nothing is in a cache.
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      await page.goto(`${lab.url}#allowOrigin=exact&method=PUT&allowMethods=listed`)
      ready.push(Number(await page.evaluate(UNTIL_READY)))
      wire.push(Number(await page.evaluate(UNTIL_WIRE)))
      await context.close()
    }
  } finally {
    await browser.close()
    await lab.close()
  }
  return [
    figure('the built page, gzipped, kB', 'none', size() / 1000, 120),
    figure('from opening the page until Run can be pressed, ms', 'none', median(ready), 1000),
    figure('from Run until the first message shows, ms', 'none', median(wire), 100),
  ]
}

function size(): number {
  const files = readdirSync(PAGE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name)), { level: 9 }).length)
    .reduce((sum, bytes) => sum + bytes, 0)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
