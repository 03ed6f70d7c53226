/** Makes the pictures of the lab in docs/lab/, in Chromium: `npm run lab-screenshots`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { startBrowser } from './browser.js'
import { startLab } from '../server/lab.js'

const FOLDER = join(import.meta.dirname, '../../docs/lab')

interface Shot {
  readonly name: string
  readonly fragment: string
  /** What is pressed first. */
  readonly press: string | null
  /** What there is when it is done. */
  readonly wait: string
}

const SHOTS: readonly Shot[] = [
  {
    name: 'watch',
    fragment: 'allowOrigin=exact&method=PUT&allowMethods=listed',
    press: '.show .run',
    wait: '[data-run=done]',
  },
  {
    name: 'policy',
    fragment: `tab=policy&policy=${encodeURIComponent(JSON.stringify({ allowOrigins: ['https://app.example.com/', 'https://*.example.com'], alowMethods: ['put'], maxAge: 600 }, null, 2))}`,
    press: null,
    wait: '.issues',
  },
  { name: 'policy-origins', fragment: 'tab=policy', press: null, wait: '.origins' },
  {
    name: 'explain',
    fragment: `tab=explain&text=${encodeURIComponent("Access to fetch at 'https://api.example.com/items' from origin 'https://app.example.com' has been blocked by CORS policy: Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.")}`,
    press: '#panel-explain .run',
    wait: '.explanation',
  },
]

const lab = await startLab({ port: 0, pageFolder: join(import.meta.dirname, '../dist/page') })
const browser = await startBrowser('chromium')
mkdirSync(FOLDER, { recursive: true })
try {
  const page = await browser.newPage()
  for (const shot of SHOTS) {
    for (const scheme of ['light', 'dark'] as const) {
      for (const width of [1280, 390]) await take(page, shot, scheme, width)
    }
  }
} finally {
  await browser.close()
  await lab.close()
}

async function take(
  page: Page,
  { name, fragment, press, wait }: Shot,
  scheme: string,
  width: number,
): Promise<void> {
  await page.setViewport({ width, height: 800 })
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ])
  await page.goto('about:blank')
  await page.goto(`${lab.url}#${fragment}`)
  if (press !== null) {
    await page.waitForSelector(press)
    await page.click(press)
  }
  await page.waitForSelector(wait)
  await page.screenshot({
    path: join(FOLDER, `${name}-${scheme}-${width}.webp`) as `${string}.webp`,
    type: 'webp',
    quality: 80,
    fullPage: true,
  })
}
