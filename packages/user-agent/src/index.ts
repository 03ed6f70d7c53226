/**
 * The browser's half of CORS in Node: pages that fetch as an engine does, and say why where it refuses.
 *
 * @module @concors/user-agent
 */
export type { BrowserCookieJar, ThirdPartyCookies } from './cookie-jar.js'
export type { Canvas, CanvasRead } from './canvas.js'
export type { Exchange, LoggedRequest, ReceivedResponse, SentRequest } from './exchange.js'
export type { CrossOrigin } from 'concors/protocol'
export type { EventSource, EventSourceClass } from './event-source/types.js'
export type {
  Loaded,
  LoadedScript,
  LoadedStylesheet,
  LoadOptions,
  ScriptOptions,
} from './loads/element-loads.js'
export { LoadError } from './loads/load-error.js'
export type { LoadErrorCode, LoadErrorValues } from './loads/load-error.js'
export type { ImageOptions, LoadedImage } from './image.js'
export { isNetworkError, NetworkError } from './network-error.js'
export type { Elsewhere, NetworkMap } from './network.js'
export type { Inspection, InspectOptions, Page } from './page.js'
export type { PageOptions } from './page-client.js'
export type { PageRequestInit } from './request.js'
export { fetchApp } from './transport/app.js'
export type { App, FetchApp, FetchHandler, NodeListener } from './transport/app.js'
export type { DomClasses, ProgressEvent } from './dom/classes.js'
export type { InfersPreflight } from './rehearsal.js'
export { createUserAgent } from './user-agent.js'
export type { Browser, UserAgentOptions } from './user-agent.js'
export type {
  XmlHttpRequest,
  XmlHttpRequestClass,
  XmlHttpRequestErrorEvent,
  XmlHttpRequestEventTarget,
  XmlHttpRequestResponseType,
} from './xhr/types.js'
