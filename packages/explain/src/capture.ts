/**
 * From what people have in hand to a request, an exchange or a failure.
 *
 * @module @concors/explain/capture
 */
export { CaptureError } from './capture/capture-error.js'
export { explainedRequest } from './capture/captured-request.js'
export type { CapturedRequest } from './capture/captured-request.js'
export { mainFinding, parseConsole } from './capture/console.js'
export type { ConsoleFinding } from './capture/console.js'
export { parseCurl } from './capture/curl.js'
export { detectKind } from './capture/detect.js'
export type { CaptureKind } from './capture/detect.js'
export { parseHar } from './capture/har.js'
export type { HarFetch } from './capture/har.js'
export { exchangesOf, parseHttp, responseHead } from './capture/http-text.js'
export type { HttpText } from './capture/http-text.js'
export { parseSnippet } from './capture/snippet.js'
export { suppose } from './capture/suppose.js'
export type { Supposition } from './capture/suppose.js'
