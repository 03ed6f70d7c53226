import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PolicyIssue } from 'concors'
import { DEFAULT_SWITCHES, SWITCHES, writeSwitches } from '../api/switches.js'
import type { SwitchName, Switches } from '../api/switches.js'
import { askOf } from '../page/run/ask.js'
import { WORDS } from '../page/parts/verdict.js'
import { simulate } from '../page/run/simulate.js'
import { SCENES } from '../page/watch/scenes.js'
import { startLab } from '../server/lab.js'
import type { Lab } from '../server/lab.js'
import { BROWSERS, startBrowser } from './browser.js'
import { run } from './shown-run.js'
import type { ShownRun } from './shown-run.js'

// The page as it is built, in real browsers.

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let lab: Lab
beforeAll(async () => {
  lab = await startLab({ port: 0, pageFolder: join(import.meta.dirname, '../dist/page') })
})
afterAll(() => lab.close())

function fragmentOf(switches: Switches): string {
  const parameters = new URLSearchParams()
  writeSwitches(switches, parameters)
  return parameters.toString()
}

/** Settings from which every switch makes a difference: a simple request, a preflighted one, and an image. */
const BASES: readonly Partial<Switches>[] = [
  { allowOrigin: 'any' },
  {
    allowOrigin: 'exact',
    allowCredentials: 'yes',
    method: 'PUT',
    header: 'x-units',
    credentials: 'include',
    allowMethods: 'listed',
    allowHeaders: 'listed',
  },
  { resource: 'chart', crossOrigin: 'anonymous', allowOrigin: 'exact' },
]

/** Each switch at each of its positions, from each base. */
const SETTINGS: readonly Switches[] = BASES.flatMap((base) =>
  (Object.keys(SWITCHES) as SwitchName[]).flatMap((name) =>
    SWITCHES[name].map((position) => ({ ...DEFAULT_SWITCHES, ...base, [name]: position })),
  ),
)

describe.each(BROWSERS)('%s', (name) => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await startBrowser(name)
    page = await browser.newPage()
    await page.setViewport({ width: 1280, height: 900 })
    await page.goto(lab.url)
    await page.waitForSelector('.show .run')
    // Firefox keeps no result of the first preflights of a session.
    const warm = fragmentOf({
      ...DEFAULT_SWITCHES,
      method: 'PUT',
      allowOrigin: 'exact',
      allowMethods: 'listed',
      maxAge: '600',
    })
    for (let time = 0; time < 5; time++) await run(page, warm)
  })
  afterAll(() => browser.close())

  test('every switch gives the verdict in this browser that the engine gives under its profile', async () => {
    const mistakes: string[] = []
    for (const switches of SETTINGS) {
      const fragment = fragmentOf(switches)
      const shown = await again(page, fragment)
      const expected = simulate(askOf(switches, { kind: 'switches' }, lab.places, null), lab.places, name)
      const verdicts = expected.attempts.map(({ verdict }) => WORDS[verdict])
      const same =
        shown.agrees &&
        JSON.stringify(shown.browser.map(word)) === JSON.stringify(verdicts) &&
        JSON.stringify(shown.engine.map(word)) === JSON.stringify(verdicts)
      if (!same) mistakes.push(`${fragment}: ${JSON.stringify({ ...shown, verdicts })}`)
    }
    expect(mistakes).toEqual([])
    expect(SETTINGS.length).toBeGreaterThan(150)
  }, 600_000)

  test.each(SCENES.map(({ name: title, switches }) => [title, switches] as const))(
    'scene: %s',
    async (title, switches) => {
      const shown = await again(page, fragmentOf(switches))
      expect(shown.differences).toBe('')
      expect({ title, verdict: word(shown.browser.at(-1)!) }).toEqual({ title, verdict: ENDINGS[title] })
      expect(await page.$eval('.scenes [aria-pressed=true]', (button) => button.textContent)).toBe(title)
    },
  )

  test('a remembered preflight is not sent again', async () => {
    const { switches } = SCENES.find((scene) => scene.name === 'Remembered')!
    expect((await again(page, fragmentOf(switches))).wire).toEqual([
      'OPTIONS /weather/readings',
      'PUT /weather/readings',
      'PUT /weather/readings',
    ])
  })

  test('JSONP runs, in its frame', async () => {
    await page.goto(`${lab.url}#scene=jsonp`)
    await page.waitForSelector('.jsonp .run')
    await page.click('.jsonp .run')
    await page.waitForFunction(() =>
      document.querySelector('.jsonp-said')?.textContent?.includes('3 stations'),
    )
  })

  test('the mistakes of a policy show as they are typed, and a click on each fix repairs it', async () => {
    await page.goto(`${lab.url}#tab=policy`)
    await page.waitForSelector('textarea[name=policy]')
    const wrong = {
      allowOrigins: [
        'https://app.example.com/',
        'HTTPS://B.example',
        'https://c.example:443',
        'd.example',
        'https://*.co.uk',
      ],
      alowMethods: ['put', 'GET PUT'],
      allowHeaders: [],
      exposeHeaders: ['x-total'],
      maxAge: -1,
    }
    await page.$eval(
      'textarea[name=policy]',
      (area, text) => {
        area.value = text
        area.dispatchEvent(new Event('input', { bubbles: true }))
      },
      JSON.stringify(wrong),
    )
    await page.waitForSelector('.issues')
    const shown = await page.$$eval('.issue', (issues) =>
      issues.map((issue) => issue.getAttribute('data-code')),
    )
    expect(shown).toEqual(
      expect.arrayContaining([
        'origin-has-path',
        'unknown-option',
        'max-age-out-of-bounds',
      ] satisfies PolicyIssue['code'][]),
    )
    let clicks = 0
    while ((await page.$('.issue .fix')) !== null && clicks < 20) {
      const left = await page.$eval('textarea[name=policy]', (area) => area.value)
      await page.click('.issue .fix')
      await page.waitForFunction(
        (text) => document.querySelector<HTMLTextAreaElement>('textarea[name=policy]')!.value !== text,
        {},
        left,
      )
      clicks++
    }
    await page.waitForSelector('#policy-issues .agree')
    const policy = JSON.parse(await page.$eval('textarea[name=policy]', (area) => area.value)) as Record<
      string,
      unknown
    >
    expect(policy['allowMethods']).toEqual(['PUT', 'GET', 'PUT'])
    expect(policy['maxAge']).toBe(0)
    expect(clicks).toBeGreaterThan(5)
  })

  test('the policy is the API of the first tab', async () => {
    const policy = JSON.stringify({ allowOrigins: [lab.places.page], allowMethods: ['PUT'] })
    const base = `answer=policy&policy=${encodeURIComponent(policy)}`
    expect((await run(page, `${base}&method=PUT`)).browser.map(word)).toEqual(['Readable'])
    const refused = await run(page, `${base}&method=DELETE`)
    expect([refused.agrees, refused.browser.map(word)]).toEqual([true, ['Blocked']])
  })

  test('hostile origins are refused, with their reasons', async () => {
    const policy = JSON.stringify({ allowOrigins: ['https://example.com', 'https://*.example.com'] })
    await page.goto(`${lab.url}#tab=policy&policy=${encodeURIComponent(policy)}`)
    await page.waitForSelector('.origins')
    const rows = await page.$$eval('.origins tbody tr', (all) =>
      all.map((row) => [
        row.getAttribute('data-origin'),
        row.querySelector('td')!.textContent!.includes('allowed'),
      ]),
    )
    const table = Object.fromEntries(rows) as Record<string, boolean>
    expect(table['https://example.com']).toBe(true)
    expect(table['https://sub.example.com']).toBe(true)
    for (const origin of [
      'https://evil-example.com',
      'https://example.com.evil.net',
      'http://example.com',
      'https://example.com:8443',
      'null',
    ])
      expect([origin, table[origin]]).toEqual([origin, false])
  })

  test('a console line is explained in the page', async () => {
    await explain(
      page,
      `Access to fetch at 'https://api.example.net/items' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    )
    await page.waitForSelector('.explanation[data-verdict=blocked]')
    expect(await textOf(page, '.explanation .diff')).toContain(
      '+ Access-Control-Allow-Origin: https://app.example.com',
    )
  })

  test('a pasted request that does not name its host is asked for it', async () => {
    await explain(page, 'GET /items HTTP/1.1\nOrigin: https://app.example.com\n\nHTTP/1.1 200 OK\n\n')
    await page.waitForSelector('#panel-explain .explanations .issue')
    expect(await textOf(page, '#panel-explain .explanations .issue')).toContain('paste its Host line too')
  })

  test('code is read and its request is asked about, without what could change something', async () => {
    const url = `${lab.places.crossSite}/weather/readings?allowOrigin=any`
    await explain(page, `fetch('${url}')`, 'https://app.example.com')
    await page.waitForSelector('.explanation[data-verdict=readable]')
    await explain(page, `curl -X PUT '${url}&allowMethods=listed'`, 'https://app.example.com')
    await page.waitForSelector('.explanation[data-verdict=withheld]')
    await explain(page, url, 'no origin')
    await page.waitForFunction(() =>
      document.querySelector('.explanations .issue')?.textContent?.includes('is no origin'),
    )
  })

  test('a link carries the state, without secrets', async () => {
    const state = `tab=explain&text=${encodeURIComponent("curl 'https://api.example.net/?token=s3cret' -H 'Authorization: Bearer s3cret'")}&from=null&profile=webkit`
    await page.goto('about:blank')
    await page.goto(`${lab.url}#${state}`)
    await page.waitForSelector('textarea[name=text]')
    expect(await page.$eval('textarea[name=text]', (area) => area.value)).toContain('s3cret')
    expect(
      await page.$eval(
        '#panel-explain select[name=profile]',
        (select) => (select as HTMLSelectElement).value,
      ),
    ).toBe('webkit')
    // The address bar never has what was pasted.
    expect(await page.evaluate(() => location.href)).not.toContain('s3cret')
    const link = await page.evaluate(async () => {
      let copied = ''
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: async (text: string) => void (copied = text) },
      })
      Array.from(document.querySelectorAll('button'))
        .find((button) => button.textContent === 'Copy link')!
        .click()
      await new Promise(requestAnimationFrame)
      return copied
    })
    expect(link).toContain('profile=webkit')
    expect(decodeURIComponent(link)).not.toContain('s3cret')
    await page.goto('about:blank')
    await page.goto(link)
    await page.waitForSelector('textarea[name=text]')
    expect(await page.$eval('textarea[name=text]', (area) => area.value)).toContain('***')
  })

  test('all of it can be reached and run by keyboard', async () => {
    await page.goto('about:blank')
    await page.goto(`${lab.url}#allowOrigin=any`)
    await page.waitForSelector('.show .run')
    await page.keyboard.press('Tab')
    await untilFocused(page, '#tab-watch')
    await page.keyboard.press('ArrowRight')
    await untilFocused(page, '#tab-policy')
    expect(await page.$eval('#panel-policy', (panel) => (panel as HTMLElement).hidden)).toBe(false)
    await page.keyboard.press('End')
    await untilFocused(page, '#tab-explain')
    await page.keyboard.press('Home')
    await untilFocused(page, '#tab-watch')
    const wanted = await page.$$eval(
      '.top button:not([tabindex="-1"]), #panel-watch button, #panel-watch select',
      (all) => all.length,
    )
    const reached = new Set<string>()
    for (let presses = 0; presses < wanted + 5; presses++) {
      reached.add(
        await page.evaluate(() => {
          const focused = document.activeElement!
          return `${focused.tagName} ${focused.getAttribute('name') ?? focused.textContent}`
        }),
      )
      if (await page.evaluate(() => document.activeElement!.matches('.show .run'))) {
        await page.keyboard.press('Enter')
        await page.waitForSelector('[data-run=done]')
      }
      await page.keyboard.press('Tab')
    }
    expect(reached.size).toBeGreaterThanOrEqual(wanted - 1)
    expect(await page.$('[data-run=done]')).not.toBeNull()
  })

  test.each([
    ['watch', 'light', 1280],
    ['watch', 'dark', 390],
    ['policy', 'dark', 1280],
    ['policy', 'light', 390],
    ['explain', 'light', 1280],
    ['explain', 'dark', 390],
  ] as const)(
    '%s, %s, %d pixels wide: axe finds nothing serious, and nothing is cut off',
    async (tab, scheme, width) => {
      await page.setViewport({ width, height: 900 })
      if (name === 'chromium')
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      await page.goto('about:blank')
      if (tab === 'watch') {
        await page.goto(lab.url)
        await page.waitForSelector('.show .run')
        await run(page, fragmentOf(SCENES.find((scene) => scene.name === 'Refused in advance')!.switches))
      } else {
        await page.goto(`${lab.url}#tab=${tab}`)
        await page.waitForSelector(`#panel-${tab}:not([hidden])`)
        if (tab === 'explain') {
          await explain(page, `${lab.places.crossSite}/weather/readings`, 'https://app.example.com')
          await page.waitForSelector('.explanation')
        }
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const axe = (
          globalThis as unknown as {
            axe: {
              run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>
            }
          }
        ).axe
        const found = await axe.run()
        return found.violations.map(
          ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
        )
      })
      expect(violations.filter((text) => /^(?:serious|critical)/.test(text))).toEqual([])
      await page.setViewport({ width: 1280, height: 900 })
    },
  )
})

/** How each scene ends, as its text says. */
const ENDINGS: Readonly<Record<string, string>> = {
  'No header': 'Blocked',
  'For everybody': 'Readable',
  'For this page': 'Readable',
  'With cookies': 'Blocked',
  'A preflight': 'Readable',
  'Refused in advance': 'Blocked',
  Remembered: 'Readable',
  'Sent on': 'Blocked',
  'Hidden headers': 'Readable',
  'Without permission': 'Opaque',
  'An error page': 'Blocked',
  'Into a canvas': 'Canvas tainted',
  'A clean canvas': 'Canvas clean',
}

/** Firefox forgets the first preflights of a session, and the page says so: it is run again then, a few times. */
async function again(page: Page, fragment: string): Promise<ShownRun> {
  for (let time = 0; ; time++) {
    const shown = await run(page, fragment)
    if (time === 5 || !shown.differences.includes('Run it again')) return shown
  }
}

/** A verdict without its sign. */
function word(text: string): string {
  return text.replace(/^\S+ /, '')
}

async function explain(page: Page, text: string, from = ''): Promise<void> {
  if (
    !(await page.evaluate(() => document.querySelector('#panel-explain')?.matches(':not([hidden])') ?? false))
  ) {
    await page.goto('about:blank')
    await page.goto(`${lab.url}#tab=explain`)
    await page.waitForSelector('#panel-explain:not([hidden]) textarea')
  }
  for (const [selector, value] of [
    ['#panel-explain textarea', text],
    ['#panel-explain input[name=from]', from],
  ] as const) {
    await page.$eval(
      selector,
      (element, given) => {
        ;(element as HTMLInputElement).value = given
        element.dispatchEvent(new Event('input', { bubbles: true }))
      },
      value,
    )
  }
  await page.waitForSelector('#panel-explain .run:not([disabled])')
  await page.click('#panel-explain .run')
}

function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '')
}

async function untilFocused(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((wanted) => document.activeElement?.matches(wanted), { timeout: 5000 }, selector)
}
