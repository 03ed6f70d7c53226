import { extractMimeType, isJavaScriptMimeType } from './mime-type.js'
import type { MimeType } from './mime-type.js'
import { getDecodeAndSplit } from './header-list.js'
import type { HeaderList } from './header-list.js'

/** What a response is for, as far as its type matters. */
export type TypedUse = 'script' | 'module' | 'style'

/** Why a response is not what an element asked for, or null. */
export type TypeObjection = 'nosniff' | 'mime-type' | null

/** https://fetch.spec.whatwg.org/#determine-nosniff */
export function determineNosniff(list: HeaderList): boolean {
  return getDecodeAndSplit(list, 'x-content-type-options')?.[0]?.toLowerCase() === 'nosniff'
}

/**
 * Whether a script may run, or a style apply, that came with these headers.
 * https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?
 */
export function typeObjection(use: TypedUse, list: HeaderList): TypeObjection {
  const mimeType = extractMimeType(list)
  const fits = use === 'style' ? isCss(mimeType) : isJavaScriptMimeType(mimeType)
  // 1, 4, 5
  if (determineNosniff(list) && !fits) return 'nosniff'
  switch (use) {
    case 'script':
      // https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type? step 4
      return isNeverScript(mimeType) ? 'mime-type' : null
    case 'module':
      // https://html.spec.whatwg.org/#fetch-a-single-module-script: no module without its type.
      return fits ? null : 'mime-type'
    case 'style':
      // https://html.spec.whatwg.org/#link-type-stylesheet: without a type it is taken for CSS.
      return fits || mimeType === null ? null : 'mime-type'
  }
}

function isCss(mimeType: MimeType | null): boolean {
  return mimeType?.type === 'text' && mimeType.subtype === 'css'
}

function isNeverScript(mimeType: MimeType | null): boolean {
  if (mimeType === null) return false
  const { type, subtype } = mimeType
  return ['audio', 'image', 'video'].includes(type) || (type === 'text' && subtype === 'csv')
}
