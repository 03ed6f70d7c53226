import { cookies } from './cookies.js'
import { credentials } from './credentials.js'
import { exposedHeaders } from './exposed-headers.js'
import { methods } from './methods.js'
import { modes } from './modes.js'
import { opaqueOrigins } from './opaque-origins.js'
import { others } from './others.js'
import { preflightCache } from './preflight-cache.js'
import { preflightResponse } from './preflight-response.js'
import { redirects } from './redirects.js'
import { requestHeaders } from './request-headers.js'
import { responseCheck } from './response-check.js'
import type { Scenario } from './scenario.js'

export const SCENARIOS: readonly Scenario[] = [
  ...responseCheck,
  ...credentials,
  ...cookies,
  ...methods,
  ...requestHeaders,
  ...preflightResponse,
  ...preflightCache,
  ...redirects,
  ...modes,
  ...opaqueOrigins,
  ...exposedHeaders,
  ...others,
]
