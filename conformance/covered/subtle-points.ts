import type { Covered } from './tables.js'

/** Points that are easily got wrong (the protocol's own tests hold each), and the cases in which engines show them. */
export const SUBTLE_POINTS: Readonly<Record<number, readonly [says: string, covered: Covered]>> = {
  1: ['a trailing slash is another value', ['response check: one line: "{A}/"']],
  2: [
    'upper case is another value',
    [
      'response check: one line: "HTTP://127.0.0.1"',
      'origins: a page at idn, the server allows http://XN--BCHER-KVA.test',
    ],
  ],
  3: [
    'a port more or less is another origin',
    ['response check: one line: "{A}:80"', 'response check: one line: "http://127.0.0.1"'],
  ],
  4: [
    'http is not https',
    ['response check: one line: "https://127.0.0.1"', 'origins: a page at SA, the server allows {app}'],
  ],
  5: [
    'spaces and tabs around * do not count, VT and FF do',
    [
      'response check: one line: "*"',
      'response check: one line: " *\\\\x09"',
      'response check: one line: "*\\\\x0b"',
      'response check: one line: "*\\\\x0c"',
    ],
  ],
  6: [
    'what is like * is none',
    [
      'response check: one line: "\\"*\\""',
      'response check: one line: "\'*\'"',
      'response check: one line: "**"',
      'response check: one line: "*,"',
    ],
  ],
  7: ['two lines of * are a list', ['response check: two lines, both *']],
  8: ['an empty line and * are a list', ['response check: two lines, empty and *']],
  9: [
    'the origin twice is a list',
    ['response check: one line: "{A}, {A}"', 'response check: two lines, both the origin'],
  ],
  10: ['a list of origins is none', ['response check: one line: "{A},{B}"']],
  11: ['null is no page’s that has an origin', ['response check: one line: "null"']],
  12: [
    'an opaque origin is null',
    [
      'opaque origins: sandbox: under null',
      'opaque origins: sandbox: under *',
      'opaque origins: sandbox: under the origin of the page around it',
    ],
  ],
  13: ['null with credentials passes', ['opaque origins: sandbox: under null, with credentials']],
  14: ['* is none with credentials', ['credentials: included: under * with true']],
  15: ['* passes where credentials are same-origin', ['credentials: same-origin: under * with true']],
  16: [
    'true is these four letters',
    [
      'credentials: included: allow-credentials "True"',
      'credentials: included: allow-credentials "TRUE"',
      'credentials: included: allow-credentials " true "',
    ],
  ],
  17: ['true twice is not true', ['credentials: included: with two lines of true']],
  18: [
    'without credentials nothing need allow them',
    [
      'credentials: omit: under the origin, without allow-credentials',
      'credentials: same-origin: under the origin, without allow-credentials',
    ],
  ],
  19: ['an error may be read too', ['statuses: 403, shared']],
  20: [
    'a name beyond ASCII is written in ASCII',
    ['origins: a page at idn, the server allows {idn}', 'origins: a page at idn, …'],
  ],
  21: ['an IPv6 address has one spelling', ['origins: a page at six, …']],
  22: ['an empty value is one', ['response check: one line: ""']],
  23: ['a header of its own makes a preflight', ['request headers: X-A: 1']],
  24: [
    'patch is not PATCH, put is PUT',
    ['methods: patch where "PATCH" is allowed', 'methods: put where "PUT" is allowed'],
  ],
  25: [
    '* can be a method’s name, and a header’s',
    ['credentials: preflight: method * by its name', 'credentials: preflight: header * by its name'],
  ],
  26: ['which Content-Types need a preflight', ['request headers: Content-Type: …']],
  27: [
    'multipart/form-data without a boundary needs none',
    ['request headers: Content-Type: multipart/form-data'],
  ],
  28: [
    'two Content-Types are one with a comma',
    [
      'request headers: two content types are one value with a comma',
      'request headers: Content-Type: text/plain,x/x',
    ],
  ],
  29: ['which values of Accept need a preflight', ['request headers: Accept: …']],
  30: ['which values of Accept-Language do', ['request headers: Accept-Language: …']],
  31: ['which values of Range do', ['request headers: Range: …']],
  32: [
    'safelisted values are counted together',
    ['request headers: values of 1024 bytes in sum', 'request headers: four safelisted names at their limit'],
  ],
  33: [
    'bytes beyond ASCII in them',
    [
      'request headers: Accept: \\x80',
      'request headers: Accept: \\xff',
      'request headers: Accept-Language: \\xe9',
    ],
  ],
  34: [
    'a forbidden method in an override is dropped',
    [
      'request headers: X-HTTP-Method-Override: TRACE',
      'request headers: X-HTTP-Method-Override: GET, track',
      'request headers: X-HTTP-Method-Override: PUT',
    ],
  ],
  35: [
    'forbidden headers are dropped, and not asked for',
    [
      'request headers: Sec-Foo is no header of a page',
      'request headers: Proxy-Foo is no header of a page',
      'request headers: Cookie is no header of a page',
    ],
  ],
  36: [
    'what the browser adds is not asked for',
    ['request headers: safelisted names are not asked', 'cookies: never on the preflight'],
  ],
  37: [
    'a condition of the page’s own is',
    ['request headers: If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT'],
  ],
  38: ['an upload listener makes a preflight', { not: 'It is XMLHttpRequest’s.' }],
  39: [
    'a stream makes a preflight, but not at home',
    ['bodies: a stream: POST', 'bodies: a stream: POST to the own origin'],
  ],
  40: ['the own origin is never asked', ["methods: PUT to the page's own origin needs no preflight"]],
  41: [
    'a Range of a media element is not asked for',
    { not: 'It is set by audio and video; pages here fetch.' },
  ],
  42: ['which bodies need a preflight', ['request headers: a body: …']],
  43: [
    'names are lower-case, sorted, and joined by a comma',
    ['request headers: names are sorted and in lower case', 'request headers: forty names'],
  ],
  44: ['sorted whatever the order', ['request headers: names are sorted and in lower case']],
  45: [
    'a preflight carries no cookies and no Authorization',
    [
      'cookies: never on the preflight',
      'credentials: preflight: allow-headers with Authorization',
      'opaque origins: sandbox: PUT under null',
    ],
  ],
  46: ['the method is always asked for', ['methods: GET needs no listing']],
  47: ['which statuses of a preflight are good', ['preflight response: status …']],
  48: [
    'a preflight is never redirected',
    ['preflight response: redirected to itself', 'preflight response: redirected with a slash'],
  ],
  49: ['safelisted methods need no list', ['methods: no allowed methods', 'methods: POST needs no listing']],
  50: [
    'a header in the singular says nothing',
    ['methods: the header in the singular', 'preflight response: the header in the singular'],
  ],
  51: ['not even in another case', ['methods: GET needs no listing']],
  52: [
    'empty elements are skipped, others refuse',
    [
      'methods: PUT where "PUT,, ,DELETE" is allowed',
      'methods: PUT where "PUT;DELETE" is allowed',
      'methods: PUT where "PUT DELETE" is allowed',
      'methods: an invalid list refuses GET too',
    ],
  ],
  53: [
    'a list of names that cannot be read refuses all',
    ['preflight response: an invalid list of names refuses what needs none'],
  ],
  54: [
    'the case of names does not count',
    ['preflight response: x-a where "X-A" is allowed', 'preflight response: X-A where "x-a" is allowed'],
  ],
  55: [
    '* stands for names without credentials',
    ['preflight response: X-A where "*" is allowed', 'credentials: preflight: allow-headers *'],
  ],
  56: [
    'but not for Authorization',
    [
      'preflight response: Authorization where "*" is allowed',
      'preflight response: Authorization where "*, authorization" is allowed',
    ],
  ],
  57: [
    'several lines are one list',
    ['preflight response: two lines of allowed headers', 'methods: two lines of allowed methods'],
  ],
  58: ['a preflight is judged by the request’s credentials', ['credentials: preflight: * and true']],
  59: ['which it has to allow', ['credentials: preflight: without true']],
  60: [
    'preflight and response are judged apart',
    [
      'preflight response: under * while the response names the origin',
      'preflight response: names the origin while the response says *',
    ],
  ],
  61: [
    'its cookies and its body are ignored',
    ['cookies: not kept of a preflight', 'preflight response: with a body'],
  ],
  62: ['Allow is another matter', ['methods: Allow is another matter']],
  63: ['so is what it exposes', ['preflight response: exposed headers on it do not matter']],
  64: ['how Access-Control-Max-Age is read', ['preflight cache: max-age …']],
  65: [
    'names are kept one by one',
    ['preflight cache: both names after each', 'preflight cache: another name of the same answer'],
  ],
  66: [
    'and so are methods',
    [
      'preflight cache: another method of the same answer',
      'preflight cache: a preflight that allows something else',
    ],
  ],
  67: [
    'a kept * stands for what',
    [
      'preflight cache: a wildcard of names, then Authorization',
      'preflight cache: a wildcard asked without, then with credentials',
    ],
  ],
  68: [
    'credentials before and after',
    ['preflight cache: credentials before, none after', 'preflight cache: none before, credentials after'],
  ],
  69: ['another query is another URL', ['preflight cache: another query', 'preflight cache: the same query']],
  70: ['another site at the top is another cache', ["preflight cache: after another page's preflight: …"]],
  71: [
    'a request that fails forgets',
    ['preflight cache: a failed request in between', 'preflight cache: the first request fails'],
  ],
  72: [
    'a safelisted method needs no entry',
    ['preflight cache: HEAD needs no method entry', 'preflight cache: GET after PUT'],
  ],
  73: [
    'a new answer renews',
    ['preflight cache: merging two answers', 'preflight cache: max-age of the second answer'],
  ],
  74: ['a * kept with credentials', ['preflight cache: a wildcard asked with credentials, then without']],
  75: [
    'from home to elsewhere',
    ["redirects: A B under the page's origin", 'redirects: A B, nothing but the last is shared'],
  ],
  76: [
    'within another origin',
    ["redirects: B B under the page's origin", 'redirects: B B, nothing but the last is shared'],
  ],
  77: ['back home from elsewhere', ["redirects: B A under the page's origin", 'redirects: B A under null']],
  78: ['from one to a third', ["redirects: B C under the page's origin", 'redirects: B C under null']],
  79: ['at home nothing is needed', ['redirects: A A, nothing but the last is shared']],
  80: [
    'user info in a redirect',
    [
      'redirects: B B with user info "user:pw"',
      'redirects: B B with user info ":pw"',
      'redirects: B B with user info ""',
      'redirects: B B with user info ":"',
    ],
  ],
  81: ['at home it is allowed', ['redirects: A A with user info "user:pw"']],
  82: ['twenty redirects', ['redirects: twenty are followed', 'redirects: twenty-one are not']],
  83: [
    'which redirects change the method',
    [
      'redirects: POST 301',
      'redirects: POST 302',
      'redirects: PUT 302',
      'redirects: PUT 303',
      'redirects: HEAD 303',
      'redirects: POST 307',
    ],
  ],
  84: [
    'Authorization goes at the first border',
    ['redirects: A B A, Authorization', 'redirects: B C, Authorization'],
  ],
  85: ['other headers stay, and are asked for', ['redirects: B C, X-A']],
  86: ['a redirect without Location is a response', ['redirects: a status of redirects without Location']],
  87: [
    'Location is relative to the response, the fragment is inherited',
    [
      'redirects: location: relative',
      'redirects: the fragment is inherited',
      'redirects: location: with a fragment',
    ],
  ],
  88: [
    'manual comes after the CORS check',
    ['redirects: manual: another origin under *', 'redirects: manual: another origin, not shared'],
  ],
  89: [
    'only http and https are followed',
    ['redirects: location: data:', 'redirects: location: blob:', 'redirects: location: file:'],
  ],
  90: ['300 and 304 are no redirects', ['redirects: GET 300', 'redirects: GET 304']],
  91: ['each hop has its preflight, from null', ['redirects: B C, PUT 307']],
  92: ['from https to http is mixed content', ['https: redirected to http at api']],
  93: [
    'seven headers and those exposed',
    ['exposed headers: without the header', 'exposed headers: "x-r"', 'exposed headers: "set-cookie"'],
  ],
  94: [
    '* exposes all, but with credentials itself',
    ['exposed headers: "*"', 'exposed headers: with credentials: "*"'],
  ],
  95: [
    'how the list is read',
    [
      'exposed headers: "x-r, no no"',
      'exposed headers: "\'bb-8\',bb-8"',
      'exposed headers: "\\"bb-8\\",bb-8"',
      'exposed headers: ",x-r"',
      'exposed headers: "bb-8\\\\x0c"',
      'exposed headers: two lines, one invalid',
    ],
  ],
  96: ['only the last response exposes', ['redirects: exposed headers on the way do not count']],
  97: ['Content-Length is always seen', ['exposed headers: without the header']],
  98: ['an opaque response shows nothing', ['exposed headers: no-cors sees nothing']],
  99: ['and stays so on the way home', ['redirects: A B A, no-cors']],
  100: ['a revalidated response', { not: 'An HTTP cache is not modelled.' }],
  101: [
    'data: URLs are readable, also from an opaque origin',
    ['modes: cors: data:text/plain,x', 'opaque origins: data: a data: URL is readable'],
  ],
  102: ['about: URLs are not', ['modes: cors: about:blank#{id}', 'modes: cors: about:{id}']],
  103: [
    'blob: URLs are of the page that made them',
    ['modes: cors: blob:{A}/{id}', 'modes: same-origin: blob:{A}/{id}'],
  ],
  104: ['file: URLs fail', ['modes: cors: file:///{id}']],
  105: ['http and https are two origins', ['https: from http to https of the same host']],
  106: ['mode same-origin goes nowhere else', ['modes: same-origin to another origin: GET']],
  107: [
    'localhost is not 127.0.0.1',
    ['referrers and fetch metadata: from A to L', 'response check: one line: "{L}"'],
  ],
  108: [
    'an opaque origin is the same as none',
    [
      'opaque origins: sandbox: the origin it came from, mode same-origin',
      'opaque origins: sandbox: the origin it came from, without a header',
    ],
  ],
  109: [
    'a resource policy is one word, in lower case, once',
    [
      'modes: no-cors to L, resource policy "Same-Origin"',
      'modes: no-cors: two lines of the resource policy',
    ],
  ],
  110: [
    'same-site, and http',
    [
      'https: no-cors from http to SB, resource policy same-site',
      'modes: no-cors from app.test to www, resource policy same-site',
    ],
  ],
  111: ['a redirect’s resource policy counts', ['modes: no-cors: the resource policy of a redirect']],
  112: ['in mode cors it does not', ['modes: cors ignores the resource policy']],
  113: [
    'require-corp needs none in mode cors',
    ['embedder policy: requireCorp: cors without a resource policy'],
  ],
  114: [
    'how Timing-Allow-Origin is read',
    [
      'timing: "*"',
      'timing: "Null"',
      'timing: "{B} {A}"',
      'timing: two lines',
      'timing: redirects: B B, said by the last',
    ],
  ],
  115: ['cookies are kept where the CORS check fails', ['cookies: kept although the CORS check fails']],
  116: [
    'but not without credentials',
    ['cookies: not kept from another origin by default', 'cookies: not sent to another origin by default'],
  ],
  117: [
    'SameSite holds also with credentials',
    ['cookies: cross-site, https: a=1; SameSite=Lax', 'cookies: cross-site, https: a=1'],
  ],
  118: ['Local Network Access', { not: 'All servers are on loopback, as the pages are.' }],
  119: [
    'Sec-Fetch-Site never gets better',
    ['redirects: from the own origin to another site', 'redirects: A B A under *'],
  ],
  120: [
    'Sec-Fetch-* go to trustworthy URLs',
    ['referrers and fetch metadata: from A to app', 'referrers and fetch metadata: from app to A'],
  ],
  121: ['what a failure of XMLHttpRequest looks like', { not: 'It is XMLHttpRequest’s.' }],
  122: [
    'an image without crossorigin taints',
    [
      'images: crossorigin null, server allows nothing',
      'images: crossorigin "anonymous", server allows nothing',
    ],
  ],
  123: [
    'values of crossorigin',
    ['images: crossorigin "", …', 'images: crossorigin "bogus", …', 'images: crossorigin "omit", …'],
  ],
  124: [
    'a canvas hands its taint on',
    { not: 'The cases draw each image into one canvas only; the user agent’s own tests hold it.' },
  ],
  125: [
    'an image that was loaded without CORS is loaded again with it',
    ['images: first without crossorigin, then with it'],
  ],
  126: ['64 KiB of keepalive', ['bodies: keepalive with up to 65,536 bytes, and with more']],
  127: ['bad ports', ['modes: cors: http://127.0.0.1:6666/{id}', 'redirects: location: bad port']],
  128: ['a part that nobody asked for', { not: 'It takes a service worker.' }],
}
