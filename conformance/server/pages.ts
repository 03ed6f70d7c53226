import { pageKind, PAGE_NAMES } from '../scenarios/pages.js'
import type { PageName } from '../scenarios/pages.js'
import type { Reply } from '../scenarios/scenario.js'

/** Runs in a frame what the page around it posts. */
const FRAME_SCRIPT = `onmessage = async ({ data: { code, argument } }) => {
  parent.postMessage(await (0, eval)(code)(argument), '*')
}`

export const FRAME_DOCUMENT = `<!doctype html><title>frame</title><script>${FRAME_SCRIPT}</script>`

const DOCUMENT = '<!doctype html><title>page</title><link rel="icon" href="data:,">'
const HTML = ['Content-Type', 'text/html; charset=utf-8'] as const

/** The path of a page's document. */
export function pagePath(name: PageName): string {
  const { embedderPolicy, referrerPolicy } = pageKind(name)
  return embedderPolicy === undefined && referrerPolicy === undefined ? '/page' : `/page-${name}`
}

/** Where the document of a frame is, that is at a server. */
export const FRAME_PATH = '/frame'

/** Documents that belong to no scenario, by their paths. */
export const DOCUMENTS: Readonly<Record<string, Reply>> = Object.fromEntries([
  [FRAME_PATH, { headers: [HTML], body: FRAME_DOCUMENT }],
  ...PAGE_NAMES.map((name) => [pagePath(name), { headers: [HTML, ...policies(name)], body: DOCUMENT }]),
])

function policies(name: PageName): NonNullable<Reply['headers']> {
  const { embedderPolicy, referrerPolicy } = pageKind(name)
  return [
    ...(embedderPolicy === undefined ? [] : [['Cross-Origin-Embedder-Policy', embedderPolicy] as const]),
    ...(referrerPolicy === undefined ? [] : [['Referrer-Policy', referrerPolicy] as const]),
  ]
}
