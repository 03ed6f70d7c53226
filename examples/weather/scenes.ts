import type { Verdict } from '@concors/explain'

/** One thing that the page does, and what has to come of it. */
export interface Scene {
  readonly title: string
  readonly path: string
  readonly init: { readonly method?: string; readonly credentials?: 'include'; readonly body?: string }
  readonly verdict: Verdict
  /** The failure's code; null where the page can read the response. */
  readonly failure: string | null
  /** What the page must find in the body. */
  readonly body?: RegExp
}

export const SCENES: readonly Scene[] = [
  {
    title: 'Step 1. The API says nothing: the request arrives, and the page gets nothing.',
    path: '/closed/readings',
    init: {},
    verdict: 'blocked',
    failure: 'missing-allow-origin-header',
  },
  {
    title: 'Step 2. The API shares with everybody: *.',
    path: '/public/readings',
    init: {},
    verdict: 'readable',
    failure: null,
    body: /"Harbour"/,
  },
  {
    title: 'The same for the chart, a PNG.',
    path: '/public/chart.png',
    init: {},
    verdict: 'readable',
    failure: null,
    body: /^.PNG/,
  },
  {
    title: 'With cookies, * is not enough.',
    path: '/public/readings',
    init: { credentials: 'include' },
    verdict: 'blocked',
    failure: 'wildcard-origin-not-allowed',
  },
  {
    title: 'Step 3. The API names the page, and admits its cookies: it signs in.',
    path: '/members/session',
    init: { credentials: 'include' },
    verdict: 'readable',
    failure: null,
    body: /"signedIn":true/,
  },
  {
    title: 'The cookie travels with the next request.',
    path: '/members/favourite',
    init: { credentials: 'include' },
    verdict: 'readable',
    failure: null,
    body: /"favourite":"harbour"/,
  },
  {
    title: 'A PUT is asked for first: allowed.',
    path: '/members/favourite',
    init: { method: 'PUT', credentials: 'include', body: 'hilltop' },
    verdict: 'readable',
    failure: null,
    body: /"favourite":"hilltop"/,
  },
  {
    title: 'And refused, where no method is allowed: the PUT never leaves the browser.',
    path: '/public/favourite',
    init: { method: 'PUT', body: 'airfield' },
    verdict: 'blocked',
    failure: 'method-disallowed-by-preflight-response',
  },
]
