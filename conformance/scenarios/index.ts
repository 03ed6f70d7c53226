import { abort } from './abort.js'
import { bodies } from './bodies.js'
import { cookies } from './cookies.js'
import { credentials } from './credentials.js'
import { elements } from './elements.js'
import { embedderPolicy } from './embedder-policy.js'
import { exposedHeaders } from './exposed-headers.js'
import { foundByChance } from './found-by-chance.js'
import { framesAndNames } from './frames-and-names.js'
import { https } from './https.js'
import { images } from './images.js'
import { integrity } from './integrity.js'
import { methods } from './methods.js'
import { modes } from './modes.js'
import { networkFailures } from './network-failures.js'
import { oddHeads } from './odd-heads.js'
import { opaqueOrigins } from './opaque-origins.js'
import { preflightCache } from './preflight-cache.js'
import { preflightResponse } from './preflight-response.js'
import { redirectChains } from './redirect-chains.js'
import { redirectsElsewhere } from './redirects-elsewhere.js'
import { refusedRedirects } from './redirects-refused.js'
import { redirects } from './redirects.js'
import { referrers } from './referrers.js'
import { requestHeaders } from './request-headers.js'
import { responseCheck } from './response-check.js'
import { statuses } from './statuses.js'
import { thirdPartyCookies } from './third-party-cookies.js'
import { timing } from './timing.js'
import type { Scenario } from './scenario.js'

export const SCENARIOS: readonly Scenario[] = [
  ...responseCheck,
  ...credentials,
  ...cookies,
  ...thirdPartyCookies,
  ...methods,
  ...requestHeaders,
  ...preflightResponse,
  ...preflightCache,
  ...redirects,
  ...redirectChains,
  ...refusedRedirects,
  ...redirectsElsewhere,
  ...modes,
  ...opaqueOrigins,
  ...exposedHeaders,
  ...images,
  ...elements,
  ...abort,
  ...statuses,
  ...oddHeads,
  ...bodies,
  ...referrers,
  ...networkFailures,
  ...https,
  ...framesAndNames,
  ...timing,
  ...integrity,
  ...embedderPolicy,
  ...foundByChance,
]
