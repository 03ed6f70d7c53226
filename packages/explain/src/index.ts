/**
 * From what a browser did with a cross-origin request to why, and to the headers that repair it.
 *
 * @module @concors/explain
 */
export { CATALOGUE_CODES, catalogueEntry } from './catalogue.js'
export type { CatalogueCode, CatalogueEntry } from './catalogue.js'
export { escapeBytes, escapeControls, escapeJson } from './escape.js'
export { explainObservation } from './explain.js'
export type { Observation } from './explain.js'
export { explain } from './explain-captured.js'
export type { CapturedFetch, ExplainOptions } from './explain-captured.js'
export type {
  Circumstance,
  Difference,
  Exchange,
  ExplainedExchange,
  ExplainedRequest,
  Explanation,
  Notice,
  PageError,
  PageResponse,
  ProfileVerdict,
  RequestHead,
  ResponseHead,
  Verdict,
  Violation,
} from './explanation.js'
export type { Fix, HeaderChange, RequestChange, ServerChange } from './fix.js'
export { maskExplanation, maskHeader, maskText } from './mask.js'
export { renderHtml } from './render/html.js'
export { renderMarkdown } from './render/markdown.js'
export { PLAIN } from './render/palette.js'
export type { Palette } from './render/palette.js'
export { stepAddress, stepText } from './render/step-text.js'
export { renderTerminal } from './render/terminal.js'
export type { TerminalOptions } from './render/terminal.js'
export { guessStack, STACK_NAMES, stackFix } from './stacks/stacks.js'
export type { StackFix, StackName } from './stacks/stacks.js'
