import type { Page } from 'puppeteer-core'

/** What the page shows of a run. */
export interface ShownRun {
  readonly browser: readonly string[]
  readonly engine: readonly string[]
  /** Whether the page says that both did the same. */
  readonly agrees: boolean
  readonly differences: string
  /** Start lines of the requests that the servers saw. */
  readonly wire: readonly string[]
}

/** Sets the page to a fragment, presses Run, and waits for what comes of it. */
export async function run(page: Page, fragment: string): Promise<ShownRun> {
  const before = await page.evaluate(
    () => document.querySelector('[data-run]')?.getAttribute('data-name') ?? '',
  )
  await page.evaluate(async (hash) => {
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    if (location.hash !== hash) {
      location.hash = hash
      await changed
    }
    // The page draws what it was set to.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }, `#${fragment}`)
  await page.click('.show .run')
  await page.waitForFunction(
    (name) => {
      const shown = document.querySelector('[data-run]')
      return shown?.getAttribute('data-run') === 'done' && shown.getAttribute('data-name') !== name
    },
    { timeout: 20_000 },
    before,
  )
  return page.evaluate(() => {
    const texts = (selector: string): string[] =>
      Array.from(document.querySelectorAll(selector), (element) => element.textContent ?? '')
    return {
      browser: texts('[data-side=browser] .verdict'),
      engine: texts('[data-side=engine] .verdict'),
      agrees: document.querySelector('.show .agree') !== null,
      differences: texts('.show .disagree').join('\n'),
      wire: texts('[data-side=browser] .to-server .head b'),
    }
  })
}
