import type { EngineName } from './entry.js'

/**
 * What keeps a page from a response and is decided elsewhere than in the protocol here: by the page's own policies, by
 * what a browser does before or after a fetch, or by a server that fails. A page cannot tell most of them from CORS.
 */
export type OtherFailureCode =
  | 'csp-blocked'
  | 'service-worker-failed'
  | 'content-blocker'
  | 'server-error-page'
  | 'local-network-access-prompt'
  | 'local-network-access-permission-denied'
  | 'insecure-local-network'
  | 'invalid-local-network-access'
  | 'blocked-by-orb'
  | 'mime-type-blocked'
  | 'tainted-canvas'
  | 'url-with-credentials'
  | 'method-refused'
  | 'cors-disabled'
  | 'origin-header-not-added'

/** All that is known of one of them. */
export interface OtherFailureEntry {
  readonly code: OtherFailureCode
  /** A short statement of what is wrong. */
  readonly title: string
  /** What that means, and who has to change what: two sentences. */
  readonly meaning: string
  /** The rows of docs/failures that this entry covers. */
  readonly rows: readonly number[]
  /** Where a standard decides; null where none does. */
  readonly link: string | null
  readonly causes: readonly string[]
  readonly fix: readonly string[]
  /** Chromium's name for it in the DevTools protocol, or null. */
  readonly corsError: string | null
  /** What each engine prints: lines with a `{name}` for every value. */
  readonly lines: Readonly<Record<EngineName, readonly string[]>>
}

type Text = Omit<OtherFailureEntry, 'code' | 'corsError'> & { readonly corsError?: string }

/** How Firefox begins what it says of a worker. */
const WORKER = 'Failed to load ‘{url}’. A ServiceWorker '
const FETCH_IN_CHROMIUM = "Failed to execute 'fetch' on 'Window': "

/** Written after what was seen in Chromium 156, Firefox 153 ESR and WebKitGTK 2.50. */
const TEXTS: Readonly<Record<OtherFailureCode, Text>> = {
  'csp-blocked': {
    title: "The page's own Content-Security-Policy forbids this URL",
    meaning:
      'The page was served with a policy that does not list this server, so the browser asked nobody: this is not CORS. Whoever serves the page has to add the server to connect-src (img-src for images), and no header of the server asked can help.',
    rows: [59],
    link: 'https://w3c.github.io/webappsec-csp/#should-block-request',
    causes: [
      'The API moved to a host that connect-src does not list.',
      "default-src 'self' without a connect-src of its own.",
      'A meta element or a proxy adds a second policy: every policy has to allow the URL.',
    ],
    fix: [
      "Add the server's origin to connect-src in the Content-Security-Policy of the page.",
      'Look at all policies: headers of the page, and meta elements in it.',
    ],
    lines: {
      chromium: [
        'Connecting to \'{url}\' violates the following Content Security Policy directive: "{directive}". The action has been blocked.',
        "Connecting to '{url}' violates the following Content Security Policy directive: \"{directive}\". Note that 'connect-src' was not explicitly set, so 'default-src' is used as a fallback. The action has been blocked.",
        'Loading the {kind} \'{url}\' violates the following Content Security Policy directive: "{directive}". The action has been blocked.',
        "Loading the {kind} '{url}' violates the following Content Security Policy directive: \"{directive}\". Note that '{missing}' was not explicitly set, so '{used}' is used as a fallback. The action has been blocked.",
        "Fetch API cannot load {url}. Refused to connect because it violates the document's Content Security Policy.",
        // Before 2025. Not seen
        'Refused to connect to \'{url}\' because it violates the following Content Security Policy directive: "{directive}".',
        'Refused to load the {kind} \'{url}\' because it violates the following Content Security Policy directive: "{directive}".',
      ],
      firefox: [
        'Content-Security-Policy: The page’s settings blocked the loading of a resource ({kind}) at {url} because it violates the following directive: “{directive}”',
        'Content-Security-Policy: The page’s settings blocked a script ({kind}) at {url} from being executed because it violates the following directive: “{directive}”',
        'Content-Security-Policy: The page’s settings blocked a style ({kind}) at {url} from being applied because it violates the following directive: “{directive}”',
      ],
      webkit: [
        'Refused to connect to {url} because it does not appear in the {directive} directive of the Content Security Policy.',
        'Refused to connect to {url} because it appears in neither the {missing} directive nor the {directive} directive of the Content Security Policy.',
        'Refused to load {url} because it does not appear in the {directive} directive of the Content Security Policy.',
        'Refused to load {url} because it appears in neither the {missing} directive nor the {directive} directive of the Content Security Policy.',
      ],
    },
  },
  'service-worker-failed': {
    title: "The page's service worker gave no usable response",
    meaning:
      "A service worker of the page's origin answered this fetch, and what it gave is an error, or a response that the page must not have. Whoever wrote the worker has to hand such requests to the network unchanged; if its own fetch was refused by CORS, the console says that too.",
    rows: [],
    link: 'https://fetch.spec.whatwg.org/#concept-http-fetch',
    causes: [
      'respondWith() got a promise that rejects, because a fetch in the worker failed.',
      "The worker asks with mode: 'no-cors', and hands the opaque response to a request that wants to read it.",
      'The worker answers from a cache that has an opaque or no response.',
    ],
    fix: [
      'Try once with the worker bypassed: a private window, or the box for it in the developer tools.',
      'In the worker, return without respondWith() for requests to other origins, or call fetch(event.request).',
    ],
    lines: {
      chromium: [
        'The FetchEvent for "{url}" resulted in a network error response: the promise was rejected.',
        'The FetchEvent for "{url}" resulted in a network error response: the promise was resolved with an error response object.',
        'The FetchEvent for "{url}" resulted in a network error response: an "opaque" response was used for a request whose type is not no-cors',
        'The FetchEvent for "{url}" resulted in a network error response: {reason}',
      ],
      firefox: [
        `${WORKER}passed a promise to FetchEvent.respondWith() that rejected with ‘{reason}’.`,
        `${WORKER}passed an Error Response to FetchEvent.respondWith(). This typically means the ServiceWorker performed an invalid fetch() call.`,
        `${WORKER}passed an opaque Response to FetchEvent.respondWith() while handling a ‘cors’ FetchEvent. Opaque Response objects are only valid when the RequestMode is ‘no-cors’.`,
        `${WORKER}passed a promise to FetchEvent.respondWith() that resolved with non-Response value ‘{reason}’.`,
      ],
      webkit: [
        'FetchEvent.respondWith received an error: {reason}',
        'Failed to load resource: FetchEvent.respondWith received an error: {reason}',
        'Response served by service worker is an error',
        'Failed to load resource: Response served by service worker is an error',
        'Response served by service worker is opaque',
        'Failed to load resource: Response served by service worker is opaque',
      ],
    },
  },
  'content-blocker': {
    title: 'An extension of the browser stopped the request',
    meaning:
      'A content blocker or another extension refused the URL before anything was sent: this is not CORS. Only the user can allow it, or the URL has to look less like an advertisement or a tracker.',
    rows: [],
    link: null,
    causes: ['The path or host stands on a filter list, for instance /ads/ or /analytics/.'],
    fix: ['Try in a private window without extensions.', 'Serve it under another path or host.'],
    lines: {
      // Not seen: no extension runs where these were made.
      chromium: [
        'Failed to load resource: net::ERR_BLOCKED_BY_CLIENT',
        'GET {url} net::ERR_BLOCKED_BY_CLIENT',
        'POST {url} net::ERR_BLOCKED_BY_CLIENT',
      ],
      firefox: [],
      webkit: [
        'Content blocker prevented frame displaying {page} from loading a resource from {url}',
        'Failed to load resource: The URL was blocked by a content blocker',
      ],
    },
  },
  'server-error-page': {
    title: 'The server failed, and its error page has no CORS headers',
    meaning:
      'The answer has an error status and comes from something that knows nothing of CORS: a gateway, a crashed process, a default error page. The failure itself is what to look at first; with the headers on error responses too, the page could at least read the status.',
    rows: [],
    link: 'https://fetch.spec.whatwg.org/#concept-cors-check',
    causes: [
      'The application threw, and the framework’s error page is written past the CORS layer.',
      'A proxy could not reach the application and answered 502, 503 or 504 by itself.',
    ],
    fix: [
      'Read the server’s log for this request.',
      'Have the outermost layer send the headers on every status; in nginx that is add_header … always.',
    ],
    lines: { chromium: [], firefox: [], webkit: [] },
  },
  'local-network-access-prompt': {
    title: 'Chromium and Firefox ask the user before a page reaches this address',
    meaning:
      'The address is of the local network or of the user’s own machine, and the page, as far as can be told, is not, so these browsers first ask for local network access. Where the user denies it the page gets the same error as with CORS; whoever runs the page can serve it from the same network.',
    rows: [],
    link: 'https://wicg.github.io/local-network-access/#local-network-access-check',
    causes: ['A page of the public network asks for localhost, 127.0.0.1 or a private address.'],
    fix: [
      'Serve the page from localhost too while developing.',
      'Serve the page over https, and expect the prompt.',
    ],
    lines: { chromium: [], firefox: [], webkit: [] },
  },
  'local-network-access-permission-denied': {
    title: 'The user has not allowed this site to reach the local network',
    meaning:
      'A page from the public network asked for an address of the local network or of the user’s own machine, and browsers ask the user before they send that. Whoever uses the page has to allow it; a frame needs allow="local-network-access" too.',
    rows: [77, 80],
    link: 'https://wicg.github.io/local-network-access/#local-network-access-check',
    causes: [
      'The prompt was dismissed or denied, or a headless browser has nobody to ask.',
      'The page is in a frame that was not given the permission.',
      'A name on the public network resolves to a private address.',
    ],
    fix: [
      'Allow it in the site settings of the browser (local network access).',
      'Serve page and server from the same network, or the page from localhost while developing.',
    ],
    corsError: 'LocalNetworkAccessPermissionDenied',
    lines: {
      chromium: [
        "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy: Permission was denied for this request to access the `{space}` address space.",
      ],
      firefox: [],
      webkit: [],
    },
  },
  'insecure-local-network': {
    title: 'A page without TLS asks for the local network',
    meaning:
      'Only pages of a secure context may ask for addresses of the local network, and then only with the user’s permission. Whoever serves the page has to serve it over https.',
    rows: [76],
    link: 'https://wicg.github.io/local-network-access/#local-network-access-check',
    causes: ['The page is served over http from the public network.'],
    fix: ['Serve the page over https.'],
    corsError: 'InsecureLocalNetwork',
    lines: {
      chromium: [
        "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy: The request client is not a secure context and the resource is in more-private address space `{space}`.",
      ],
      firefox: [],
      webkit: [],
    },
  },
  'invalid-local-network-access': {
    title: 'The server is in another address space than the page said',
    meaning:
      'fetch() was called with a targetAddressSpace, and the address that the name resolved to lies elsewhere. The page has to name the right one: loopback, local or public.',
    rows: [78],
    link: 'https://wicg.github.io/local-network-access/#local-network-access-check',
    causes: ['targetAddressSpace was written for another network than the user is in.'],
    fix: ['Leave targetAddressSpace out, or name the space that the server is in.'],
    corsError: 'InvalidLocalNetworkAccess',
    lines: {
      chromium: [
        "Access to {kind} at '{url}' from origin '{origin}' has been blocked by CORS policy: Request had a target IP address space of `{wanted}` yet the resource is in address space `{space}`.",
      ],
      firefox: [],
      webkit: [],
    },
  },
  'blocked-by-orb': {
    title: 'Opaque response blocking: this is no script, image or other thing to embed',
    meaning:
      'The page embeds, without CORS, a response that looks like data, and Chromium and Firefox then give it nothing. The server has to send the right Content-Type, or the page has to load it with CORS (crossorigin), and the server to allow that.',
    rows: [69],
    link: 'https://github.com/annevk/orb',
    causes: [
      'A script or image element points to JSON or HTML: an error page, a login page, a wrong URL.',
      'X-Content-Type-Options: nosniff with a type that does not fit.',
    ],
    fix: [
      'Open the URL in a tab, and see what it really is.',
      'Send scripts as text/javascript, images as their own type.',
    ],
    lines: {
      chromium: ['Failed to load resource: net::ERR_BLOCKED_BY_ORB', 'GET {url} net::ERR_BLOCKED_BY_ORB'],
      // Not seen: Firefox 153 says nothing.
      firefox: [
        'The resource at “{url}” was blocked by OpaqueResponseBlocking. Reason: “{reason}”.',
        'A resource is blocked by OpaqueResponseBlocking, please check browser console for details.',
      ],
      webkit: [],
    },
  },
  'mime-type-blocked': {
    title: 'The type of the response is not one for scripts or styles',
    meaning:
      'With X-Content-Type-Options: nosniff, and for some types always, a browser runs no script and applies no style of another type: this is not CORS. The server has to send the right Content-Type.',
    rows: [70],
    link: 'https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff?',
    causes: [
      'The URL leads to an error page, which is text/html.',
      'A static server knows no type for the file.',
    ],
    fix: ['Send scripts as text/javascript and styles as text/css.'],
    lines: {
      chromium: [
        "Refused to execute script from '{url}' because its MIME type ('{type}') is not executable.",
        "Refused to execute script from '{url}' because its MIME type ('{type}') is not executable, and strict MIME type checking is enabled.",
        "Refused to apply style from '{url}' because its MIME type ('{type}') is not a supported stylesheet MIME type, and strict MIME checking is enabled.",
      ],
      firefox: [
        'The resource from “{url}” was blocked due to MIME type (“{type}”) mismatch (X-Content-Type-Options: nosniff).',
        'Script from “{url}” was blocked because of a disallowed MIME type (“{type}”).',
        'Loading module from “{url}” was blocked because of a disallowed MIME type (“{type}”).',
      ],
      webkit: [
        'Refused to execute {url} as script because "X-Content-Type-Options: nosniff" was given and its Content-Type is not a script MIME type.',
        'Refused to execute {url} as script because {type} is not a script MIME type.',
        "Did not parse stylesheet at '{url}' because non CSS MIME types are not allowed in strict mode.",
      ],
    },
  },
  'tainted-canvas': {
    title: 'The canvas holds an image of another origin, and cannot be read any more',
    meaning:
      'An image that was loaded without CORS may be drawn, but taints the canvas, so that no script learns its pixels. The page has to set crossorigin="anonymous" before src, and the server to send Access-Control-Allow-Origin with the image.',
    rows: [71],
    link: 'https://html.spec.whatwg.org/#security-with-canvas-elements',
    causes: [
      'The image element has no crossorigin attribute.',
      'crossorigin was set after src, when the image had been asked for already.',
      'The image came from the HTTP cache, where it was stored without the header.',
    ],
    fix: [
      'image.crossOrigin = "anonymous" before image.src = …',
      'Access-Control-Allow-Origin on the image, also for requests without Origin, or Vary: Origin.',
    ],
    lines: {
      chromium: [
        "SecurityError: Failed to execute '{how}' on 'HTMLCanvasElement': Tainted canvases may not be exported.",
        "SecurityError: Failed to execute '{how}' on 'CanvasRenderingContext2D': The canvas has been tainted by cross-origin data.",
      ],
      firefox: ['SecurityError: The operation is insecure.'],
      webkit: [
        'Unable to get image data from canvas because the canvas has been tainted by cross-origin data.',
        'SecurityError: The operation is insecure.',
      ],
    },
  },
  'url-with-credentials': {
    title: 'fetch() takes no URL with a user name or password in it',
    meaning:
      'The call throws before anything is sent: this is not CORS. The page has to leave user name and password out of the URL, and to send an Authorization header if the server wants one.',
    rows: [49],
    link: 'https://fetch.spec.whatwg.org/#dom-request',
    causes: ['A URL that worked in the address bar or with curl was pasted into the code.'],
    fix: ["headers: { Authorization: 'Basic …' } in place of user:password@ in the URL."],
    lines: {
      chromium: [
        `TypeError: ${FETCH_IN_CHROMIUM}Request cannot be constructed from a URL that includes credentials: {url}`,
      ],
      firefox: ['TypeError: Window.fetch: {url} is an url with embedded credentials.'],
      webkit: ['TypeError: URL is not valid or contains user credentials.'],
    },
  },
  'method-refused': {
    title: 'fetch() does not send this method',
    meaning:
      "CONNECT, TRACE and TRACK are forbidden to pages, and mode: 'no-cors' allows only GET, HEAD and POST; the call throws before anything is sent. The page has to use another method, or mode: 'cors'.",
    rows: [50, 51],
    link: 'https://fetch.spec.whatwg.org/#dom-request',
    causes: [
      "mode: 'no-cors' was set to make a CORS error go away.",
      'The method was written for a program that is no browser.',
    ],
    fix: ["Leave mode: 'no-cors' out, and have the server allow the method."],
    lines: {
      chromium: [
        `TypeError: ${FETCH_IN_CHROMIUM}'{method}' HTTP method is unsupported.`,
        `TypeError: ${FETCH_IN_CHROMIUM}'{method}' is unsupported in no-cors mode.`,
      ],
      firefox: ['TypeError: Window.fetch: Invalid request method {method}.'],
      webkit: [
        'TypeError: Method is forbidden.',
        'TypeError: Method must be GET, POST or HEAD in no-cors mode.',
      ],
    },
  },
  'cors-disabled': {
    title: 'CORS is switched off in this Firefox',
    meaning:
      'With the preference content.cors.disable every cross-origin request is refused, whatever servers say. Whoever uses this browser has to set it back to false.',
    rows: [64],
    link: null,
    causes: ['Somebody took the preference for one that allows everything.', 'A hardened profile sets it.'],
    fix: ['In about:config, set content.cors.disable to false.'],
    lines: {
      chromium: [],
      // Not seen
      firefox: [
        'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS disabled).',
      ],
      webkit: [],
    },
  },
  'origin-header-not-added': {
    title: 'Firefox could not add the Origin header',
    meaning:
      'The request comes from code whose origin cannot be written as one, such as a content script with several origins, so it was not sent. The extension has to ask from its background script, with a host permission.',
    rows: [65],
    link: null,
    causes: ["An extension's script with an expanded principal made the request."],
    fix: ["Send it from the extension's background script."],
    lines: {
      chromium: [],
      // Not seen
      firefox: [
        'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: CORS header ‘Origin’ cannot be added).',
      ],
      webkit: [],
    },
  },
}

/** Every {@link OtherFailureCode}. */
export const OTHER_FAILURE_CODES = Object.keys(TEXTS) as readonly OtherFailureCode[]

/** Every failure that is decided elsewhere, by its code. */
export const OTHER_FAILURES = Object.fromEntries(
  OTHER_FAILURE_CODES.map((code) => [code, { code, corsError: null, ...TEXTS[code] }]),
) as Readonly<Record<OtherFailureCode, OtherFailureEntry>>
