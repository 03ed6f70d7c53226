import { Script } from 'node:vm'
import {
  createPotentialCorsRequest,
  createRequest,
  get,
  opaqueResponseBlock,
  typeObjection,
} from 'concors/protocol'
import type { CrossOrigin, InnerRequest, InnerResponse, TypedUse } from 'concors/protocol'
import type { Initiator } from 'concors/failures'
import type { PageFetcher } from '../page-fetcher.js'
import { internalOf, LoadError } from './load-error.js'
import type { LoadErrorCode, LoadErrorValues } from './load-error.js'
import { checkLoadOptions, loadUrl } from './load-options.js'

export interface LoadOptions {
  readonly crossOrigin?: CrossOrigin
  /** Digests, as the attribute has them. */
  readonly integrity?: string
  /** Default: the page's. */
  readonly referrerPolicy?: InnerRequest['referrerPolicy']
}

const LOAD_OPTIONS: readonly string[] = [
  'crossOrigin',
  'integrity',
  'referrerPolicy',
] satisfies (keyof LoadOptions)[]

export interface ScriptOptions extends LoadOptions {
  /** A module is always asked for with CORS. Default: `classic`. */
  readonly type?: 'classic' | 'module'
}

/** What an element got. */
export interface Loaded {
  /** After redirects; empty where the page may not know. */
  readonly url: string
  readonly contentType: string
  /** What the server sent: for whoever tests. */
  readonly bytes: Uint8Array
}

/** A script that would run; it is not run here. */
export interface LoadedScript extends Loaded {
  /** Whether `window.onerror` learns no more of its errors than `Script error.` https://html.spec.whatwg.org/#muted-errors */
  readonly mutedErrors: boolean
}

/** A style sheet that would apply; it is not parsed here. */
export interface LoadedStylesheet extends Loaded {
  /** Whether scripts may read its rules. https://drafts.csswg.org/cssom/#concept-css-style-sheet-origin-clean-flag */
  readonly originClean: boolean
  /**
   * What reading `cssRules` needs: the text of the sheet.
   *
   * @throws DOMException `SecurityError` where the page may not read the sheet
   */
  readRules(): string
}

/** https://html.spec.whatwg.org/#fetch-a-classic-script and #fetch-a-single-module-script */
export async function loadScript(
  fetcher: PageFetcher,
  url: string | URL,
  options: ScriptOptions,
): Promise<LoadedScript> {
  checkLoadOptions('loadScript', options, ['type', ...LOAD_OPTIONS])
  const { type = 'classic', crossOrigin = null, ...others } = options
  if (type !== 'classic' && type !== 'module') {
    throw new TypeError(`page.loadScript: type is one of classic, module, not ${JSON.stringify(type)}`)
  }
  const isModule = type === 'module'
  // A module is asked for as by `crossorigin`, whether it is there or not.
  const withCors = isModule && crossOrigin === null ? 'anonymous' : crossOrigin
  const address = loadUrl('loadScript', url, fetcher.realm.client)
  const inner = elementRequest(fetcher, address, 'script', { ...others, crossOrigin: withCors })
  const loaded = await load(fetcher, inner, isModule ? 'module' : 'script')
  return { ...loaded.shown, mutedErrors: isOpaque(loaded.response) }
}

/** https://html.spec.whatwg.org/#link-type-stylesheet */
export async function loadStylesheet(
  fetcher: PageFetcher,
  url: string | URL,
  options: LoadOptions,
): Promise<LoadedStylesheet> {
  checkLoadOptions('loadStylesheet', options, LOAD_OPTIONS)
  const address = loadUrl('loadStylesheet', url, fetcher.realm.client)
  const inner = elementRequest(fetcher, address, 'style', options)
  const { shown, response } = await load(fetcher, inner, 'stylesheet')
  const originClean = !isOpaque(response)
  return {
    ...shown,
    originClean,
    readRules() {
      if (!originClean) throw new DOMException(UNREADABLE_RULES[fetcher.realm.profile.name], 'SecurityError')
      return new TextDecoder().decode(shown.bytes)
    },
  }
}

/** What a script is told that reads `cssRules`; seen in each engine. */
const UNREADABLE_RULES = {
  standard: 'The rules of a style sheet of another origin cannot be read.',
  chromium: "Failed to read the 'cssRules' property from 'CSSStyleSheet': Cannot access rules",
  firefox: 'CSSStyleSheet.cssRules getter: Not allowed to access cross-origin stylesheet',
  webkit: 'Not allowed to access cross-origin stylesheet',
} as const

/** https://drafts.csswg.org/css-fonts/#font-fetching-requirements */
export async function loadFont(fetcher: PageFetcher, url: string | URL): Promise<Loaded> {
  const { client, profile } = fetcher.realm
  const inner = createRequest({
    url: loadUrl('loadFont', url, client),
    client,
    destination: 'font',
    mode: profile.fontsNeedCors ? 'cors' : 'no-cors',
    credentialsMode: profile.fontsNeedCors ? 'same-origin' : 'include',
  })
  return (await load(fetcher, inner, 'font')).shown
}

function elementRequest(
  { realm }: PageFetcher,
  url: URL,
  destination: 'script' | 'style',
  { integrity = '', ...options }: LoadOptions,
): InnerRequest {
  return { ...createPotentialCorsRequest(realm.client, url, destination, options), integrity }
}

type Use = Extract<Initiator, 'script' | 'module' | 'stylesheet' | 'font'>

async function load(
  fetcher: PageFetcher,
  inner: InnerRequest,
  use: Use,
): Promise<{ readonly shown: Loaded; readonly response: InnerResponse }> {
  const recorder = fetcher.createRecorder()
  const state = { inner, signal: null, dropped: [] }
  const { response, body } = await fetcher.fetch(state, recorder, { wantsInternal: true })
  if (response.failure !== null) throw fetcher.networkError(inner, response, recorder, use)
  const bytes = body === null ? new Uint8Array() : await body.bytes()
  checkUse(fetcher, use, response, bytes)
  const contentType = get(internalOf(response).headerList, 'content-type') ?? ''
  return { shown: { url: response.urlList.at(-1)?.href ?? '', contentType, bytes }, response }
}

/** @throws LoadError where the element fires `error` for what came */
function checkUse(
  { realm: { profile } }: PageFetcher,
  use: Use,
  response: InnerResponse,
  bytes: Uint8Array,
): void {
  const { status, headerList, urlList } = internalOf(response)
  const type = get(headerList, 'content-type') ?? ''
  const refuse = (code: LoadErrorCode, reason: LoadErrorValues['reason'], line: number | null): never => {
    throw new LoadError(profile.name, code, { url: urlList.at(-1)?.href ?? '', status, type, reason }, line)
  }
  const typed = TYPED[use]
  const objection = typed === null ? null : typeObjection(typed, headerList)
  const line = typed === null || objection === null ? null : LINES[profile.name][typed][objection]
  if (isOpaque(response)) {
    const reason = opaqueResponseBlock({ status, headerList, bytes }, profile, isProgram)
    if (reason !== null && reason !== 'status') {
      // What the type forbids anyway is said to be so.
      if (objection !== null && line !== null) refuse('mime-type-blocked', objection, line)
      refuse('blocked-by-orb', reason, profile.name === 'chromium' ? 0 : null)
    }
  }
  if (status < 200 || status > 299) refuse('server-error-page', 'status', null)
  if (objection !== null) refuse('mime-type-blocked', objection, line)
}

const TYPED: Readonly<Record<Use, TypedUse | null>> = {
  script: 'script',
  module: 'module',
  stylesheet: 'style',
  font: null,
}

/** Which line of the catalogue an engine prints; null for none. Seen. */
type Line = Readonly<Record<TypedUse, Readonly<Record<'nosniff' | 'mime-type', number | null>>>>
const SILENT: Line = {
  script: { nosniff: null, 'mime-type': null },
  module: { nosniff: null, 'mime-type': null },
  style: { nosniff: null, 'mime-type': null },
}
const LINES: Readonly<Record<'standard' | 'chromium' | 'firefox' | 'webkit', Line>> = {
  standard: SILENT,
  chromium: {
    script: { nosniff: 1, 'mime-type': 0 },
    module: SILENT.module,
    style: { nosniff: 2, 'mime-type': null },
  },
  firefox: {
    script: { nosniff: 0, 'mime-type': 1 },
    module: { nosniff: 0, 'mime-type': 2 },
    style: { nosniff: 0, 'mime-type': null },
  },
  webkit: {
    script: { nosniff: 0, 'mime-type': 1 },
    module: SILENT.module,
    style: { nosniff: 2, 'mime-type': 2 },
  },
}

function isOpaque({ type }: InnerResponse): boolean {
  return type === 'opaque' || type === 'opaqueredirect'
}

/** Compiled, and never run. */
function isProgram(text: string): boolean {
  try {
    return new Script(text) instanceof Script
  } catch {
    return false
  }
}
