import { createClient, createOpaqueOrigin } from '../src/index.js'
import type { HeaderList, WireRequest } from '../src/index.js'
import type { EngineName, Initiator } from '../src/failures.js'
import type { Ask, Reply, Server } from './drive.js'

// How each case of console-messages.json comes about: what the page asks, and what the servers answer.
// The page is of HOME, the API is THERE, and THIRD is yet another origin, as when the texts were seen.

const HOME = 'http://127.0.0.1:18101'
const THERE = 'http://127.0.0.1:18102'
const THIRD = 'http://127.0.0.1:18103'
const SECURE = 'https://127.0.0.1:18104'
const NOBODY = 'http://127.0.0.1:18109/x'

export interface ConsoleCase {
  readonly ask: Ask
  readonly server: Server
  readonly initiator: Initiator
  /** Engines that got there in a way of their own, and why it is not ours. */
  readonly differs: Partial<Readonly<Record<EngineName, string>>>
}

/** A `fetch()` of `${THERE}/name`, unless something else is said. */
type Told = Partial<Ask> & {
  /** What asks; `fetch()` unless said otherwise. */
  readonly by?: Initiator
  readonly differs?: ConsoleCase['differs']
}

const origin = (value: string, name = 'Access-Control-Allow-Origin') => [name, value] as const
const credentials = (value: string) => ['Access-Control-Allow-Credentials', value] as const
const methods = (value: string) => ['Access-Control-Allow-Methods', value] as const
const headers = (value: string) => ['Access-Control-Allow-Headers', value] as const
const corp = (value: string) => ['Cross-Origin-Resource-Policy', value] as const

const answer = (...list: HeaderList): Reply => ({ headers: list })
const OPEN = answer(origin('*'))
const BARE: Reply = {}

const redirect = (location: string, ...list: HeaderList): Reply => ({
  status: 302,
  headers: [...list, ['Location', location]],
})

/** A server with an answer to OPTIONS and one to everything else. */
function preflighted(options: Reply, main: Reply = OPEN): Server {
  return ({ kind }: WireRequest) => (kind === 'preflight' ? { status: 204, ...options } : main)
}

/** A preflighted 307 from THERE to another URL, whose preflight is answered by `last`. */
function redirectedPut(location: string, last: ReturnType<Exclude<Server, readonly unknown[]>>): Server {
  return ({ kind, hop }: WireRequest) => {
    if (hop > 0) return last
    if (kind === 'preflight') return answer(origin('*'), methods('PUT'))
    return { ...redirect(location, origin('*')), status: 307 }
  }
}

const PUT: Told = { method: 'PUT' }
const INCLUDE: Told = { credentialsMode: 'include' }
const NO_CORS: Told = { mode: 'no-cors' }
const XHR: Told = { by: 'xhr' }
const withHeader = (name: string, value = '1'): Told => ({ headers: [[name, value]] })

/** `<img>` and its like; `crossorigin` makes it a CORS request. */
function element(by: Initiator, crossorigin: 'anonymous' | 'use-credentials' | null): Told {
  const destination = by === 'image' ? 'image' : 'script'
  const kind = { by, destination, unsafeRequest: false } as const
  if (crossorigin === null) return { ...kind, mode: 'no-cors', credentialsMode: 'include' }
  return { ...kind, credentialsMode: crossorigin === 'anonymous' ? 'same-origin' : 'include' }
}
const IMG = element('image', 'anonymous')
const PLAIN_IMG = element('image', null)
const cors = (by: Initiator): Told => ({ by, unsafeRequest: false })

const refused = [{ reason: 'refused', detail: '' }] as const
const closed = [{ reason: 'closed', detail: '' }] as const
const reset = [{ reason: 'reset', detail: '' }] as const
const dns = [{ reason: 'dns', detail: '' }] as const
const tls = [{ reason: 'tls', detail: '' }] as const
const nobody: Server = []

const isolated = createClient(new URL(`${HOME}/coep`), { embedderPolicy: 'require-corp' })
const sandboxed = createClient(new URL(`${HOME}/page`), { origin: createOpaqueOrigin() })
const ON_SECURE: Told = { from: `${SECURE}/page` }
const INTEGRITY = { integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }

const NO_CONTENT_LENGTH = 'It counts the bytes of the opaque body, which are not known here.'
const HEADER_ORDER = 'It reports another one of several headers that are not allowed.'

const CASES: Readonly<Record<string, readonly [server: Server, told?: Told]>> = {
  // The CORS check
  'acao-missing': [[BARE]],
  'acao-missing-500': [[{ status: 500 }]],
  'acao-mismatch': [[answer(origin('http://other.example'))]],
  'acao-slash': [[answer(origin(`${HOME}/`))]],
  'acao-null': [[answer(origin('null'))]],
  'acao-two-headers': [[answer(origin(HOME), origin('http://other.example'))]],
  'acao-list': [[answer(origin(`${HOME}, http://other.example`))]],
  'acao-star-star': [[answer(origin('*'), origin('*'))]],
  'star-one-line': [[answer(origin('*, *'))]],
  'star-two-lines': [[answer(origin('*'), origin('*'))]],
  'two-lines-lower': [
    [answer(origin(HOME, 'access-control-allow-origin'), origin(THIRD, 'access-control-allow-origin'))],
  ],
  'acao-space': [[answer(origin(`${HOME} ${THIRD}`))]],
  'acao-invalid': [[answer(origin('example'))]],
  'acao-empty': [[answer(origin(''))]],
  'acao-nonprint': [[answer(origin('http://\u0001\u00e9\u007f.example'))]],
  'frag-missing': [[BARE], { url: `${THERE}/frag-missing?q=1#frag` }],
  'query-quote': [[BARE], { url: `${THERE}/query-quote?q='x'%20é` }],
  'cred-star': [[OPEN], INCLUDE],
  'cred-acac-missing': [[answer(origin(HOME))], INCLUDE],
  'cred-acac-True': [[answer(origin(HOME), credentials('True'))], INCLUDE],
  'cred-acac-false': [[answer(origin(HOME), credentials('false'))], INCLUDE],
  'acac-nonprint': [[answer(origin(HOME), credentials('tr\u00fce'))], INCLUDE],
  'opaque-page': [[BARE], { client: sandboxed }],

  // The preflight
  'pf-acao-missing': [preflighted(BARE), PUT],
  'pf-acao-mismatch': [preflighted(answer(origin('http://other.example'))), PUT],
  'pf-acao-two': [preflighted(answer(origin(HOME), origin(HOME))), PUT],
  'f-pf-invalid': [preflighted(answer(origin('zz'))), PUT],
  'pf-cred-star': [preflighted(OPEN), { ...PUT, ...INCLUDE }],
  'pf-cred-acac-missing': [preflighted(answer(origin(HOME))), { ...PUT, ...INCLUDE }],
  'pf-cred-acac-True': [preflighted(answer(origin(HOME), credentials('True'))), { ...PUT, ...INCLUDE }],
  'pf-status-404': [preflighted({ ...OPEN, status: 404 }), PUT],
  'pf-status-500-none': [preflighted({ status: 500 }), PUT],
  'pf-status-500-two': [preflighted({ ...answer(origin('*'), origin('*')), status: 500 }), PUT],
  'pf-304': [preflighted({ ...OPEN, status: 304 }), PUT],
  'pf-302-noloc': [preflighted({ ...OPEN, status: 302 }), PUT],
  'pf-redirect': [preflighted({ ...redirect(`${THERE}/land-star`, origin('*')), status: 301 }), PUT],
  'pf-redirect-xhr': [
    preflighted({ ...redirect(`${THERE}/land-star`, origin('*')), status: 301 }),
    { ...PUT, ...XHR },
  ],
  'pf-closed': [closed, PUT],
  'pf-method-missing': [preflighted(OPEN), PUT],
  'pf-method-other': [preflighted(answer(origin('*'), methods('DELETE'))), PUT],
  'pf-method-case': [preflighted(answer(origin('*'), methods('PATCH'))), { method: 'patch' }],
  'pf-method-star-cred': [
    preflighted(answer(origin(HOME), credentials('true'), methods('*'))),
    { ...PUT, ...INCLUDE },
  ],
  'pf-method-invalid': [preflighted(answer(origin('*'), methods('PUT, b@d'))), PUT],
  'pf-acam-two-lines': [preflighted(answer(origin('*'), methods('PUT'), methods('b@d, c@d'))), PUT],
  'pf-lists-nonprint': [preflighted(answer(origin('*'), methods('P\u00dcT'))), PUT],
  'pf-header-missing': [preflighted(OPEN), withHeader('X-A')],
  'pf-header-other': [preflighted(answer(origin('*'), headers('x-a'))), withHeader('X-B')],
  'pf-header-content-type': [
    preflighted(OPEN),
    { method: 'POST', ...withHeader('Content-Type', 'application/json') },
  ],
  'pf-header-star-cred': [
    preflighted(answer(origin(HOME), credentials('true'), headers('*'))),
    { ...INCLUDE, ...withHeader('X-A') },
  ],
  'pf-header-star-authorization': [
    preflighted(answer(origin('*'), headers('*'))),
    withHeader('Authorization'),
  ],
  'pf-auth-star': [preflighted(answer(origin('*'), headers('*'))), withHeader('authorization')],
  'pf-header-invalid': [preflighted(answer(origin('*'), headers('x-a, b@d'))), withHeader('X-A')],
  'pf-two-headers': [
    preflighted(OPEN),
    {
      headers: [
        ['X-B', '1'],
        ['X-A', '2'],
      ],
      differs: { webkit: HEADER_ORDER },
    },
  ],
  'pf-order': [
    preflighted(OPEN),
    {
      method: 'POST',
      headers: [
        ['X-Z', '1'],
        ['content-type', 'application/json'],
        ['x-a', '2'],
      ],
      differs: { chromium: HEADER_ORDER },
    },
  ],
  'pf-both-method-header': [preflighted(OPEN), { ...PUT, ...withHeader('X-B') }],
  'pf-authorization-missing': [preflighted(OPEN), withHeader('aUTHORIZATION')],
  'pf-names': [preflighted(OPEN), withHeader('if-none-match')],
  'pf-names2': [preflighted(OPEN), withHeader('x-requested-with')],
  'pf-names3': [preflighted(OPEN), withHeader('cache-control')],
  'pf-ok-main-missing': [preflighted(answer(origin('*'), methods('PUT')), BARE), PUT],
  'pf-redirected-method': [redirectedPut(`${THIRD}/pf-m`, OPEN), PUT],
  'pf-after-redirect-status': [
    redirectedPut(`${THIRD}/pars2`, { ...OPEN, status: 500 }),
    { ...PUT, url: `${THERE}/pars` },
  ],
  'pf-after-redirect-closed': [redirectedPut(NOBODY, refused[0]), { ...PUT, url: `${THERE}/parc` }],
  'redir-preflighted-third': [redirectedPut(`${THIRD}/land-none`, BARE), PUT],

  // Redirects
  'redir-first-none': [[redirect(`${THERE}/land-star`)]],
  'redir-last-none': [[redirect(`${THERE}/land-none`, origin('*')), BARE]],
  'redir-third-exact': [[redirect(`${THIRD}/land-exact`, origin('*')), answer(origin(HOME))]],
  'redir-third-none': [[redirect(`${THIRD}/land-none`, origin('*')), BARE]],
  'redir-third-xhr': [[redirect(`${THIRD}/land-none`, origin('*')), BARE], XHR],
  'redir-same-to-cross': [[redirect(`${THERE}/land-none`), BARE], { url: `${HOME}/same-to-cross` }],
  'redir-302-mismatch': [[redirect(`${THERE}/land-star`, origin('http://other.example'))]],
  'redir-302-acac': [[redirect(`${THERE}/land-star`, origin(HOME))], INCLUDE],
  'redir-302-star-cred': [[redirect(`${THERE}/land-star`, origin('*'))], INCLUDE],
  'redir-302-two': [[redirect(`${THERE}/land-star`, origin('*'), origin('*'))]],
  'redir-frag': [[redirect(`${THERE}/land-star#frag`)]],
  'redir-refused': [[redirect(NOBODY, origin('*')), ...refused]],
  'redir-userinfo': [[redirect('http://u:p@127.0.0.1:18102/land-star', origin('*'))]],
  'redir-user-xhr': [[redirect('http://u:p@127.0.0.1:18102/land-star', origin('*'))], XHR],
  'redir-user-third': [[redirect('http://u:p@127.0.0.1:18103/land-star', origin('*'))]],
  'redir-same-user-cross': [
    [redirect('http://u:p@127.0.0.1:18102/land-star')],
    { url: `${HOME}/to-cross-user` },
  ],
  'redir-data': [[redirect('data:text/plain,x', origin('*'))]],
  'redir-data-xhr': [[redirect('data:text/plain,x', origin('*'))], XHR],
  'redir-nocors-data': [[redirect('data:text/plain,x', origin('*'))], NO_CORS],
  'redir-same-data': [[redirect('data:text/plain,x')], { url: `${HOME}/to-data` }],
  'redir-foo': [[redirect('foo://x/y', origin('*'))]],
  'redir-nocors-foo': [[redirect('foo://x/y', origin('*'))], NO_CORS],
  'redir-same-foo': [[redirect('foo://x/y')], { url: `${HOME}/to-foo` }],
  'redir-file': [[redirect('file:///etc/hosts', origin('*'))]],
  'redir-blob': [[redirect('blob:http://127.0.0.1:18102/x', origin('*'))]],
  'redir-about': [[redirect('about:blank', origin('*'))]],
  'redir-error-mode': [[redirect(`${THERE}/land-star`, origin('*'))], { redirectMode: 'error' }],
  'redir-error-xhr': [[redirect(`${THERE}/land-star`)], { url: `${HOME}/to-cross`, redirectMode: 'error' }],
  'redir-bad-location': [[redirect('http://[', origin('*'))]],
  'redir-bad-same': [[redirect('http://[')], { url: `${HOME}/to-bad` }],
  'redir-bad-nocors': [[redirect('http://[', origin('*'))], NO_CORS],
  'redir-two-locations': [
    [
      redirect(`${THIRD}/land-star`, origin('*'), ['Location', `${THERE}/land-star`]),
      // Only WebKit gets here, with both as one URL.
      { status: 404 },
    ],
  ],
  'redir-bad-port': [[redirect('http://127.0.0.1:25/x', origin('*'))]],
  'redir-aba': [
    [redirect(`${THERE}/aba2`), redirect(`${HOME}/aba3`, origin('*')), OPEN],
    { url: `${HOME}/aba` },
  ],
  'redir-aba-exact': [
    [redirect(`${THERE}/abax2`), redirect(`${HOME}/abax3`, origin('*')), answer(origin(HOME))],
    { url: `${HOME}/abax` },
  ],
  'too-many': [() => redirect(`${THERE}/loop`, origin('*')), { url: `${THERE}/loop` }],
  'too-many-same': [() => redirect(`${HOME}/loop`), { url: `${HOME}/loop` }],

  // Modes, schemes, ports, mixed content
  'no-cors-opaque': [[BARE], NO_CORS],
  'same-origin-mode': [nobody, { mode: 'same-origin' }],
  'same-origin-mode-hop': [
    [redirect(`${THERE}/land-star`)],
    { url: `${HOME}/to-cross`, mode: 'same-origin' },
  ],
  'nocors-manual': [nobody, { ...NO_CORS, redirectMode: 'manual' }],
  'nocors-error': [nobody, { ...NO_CORS, redirectMode: 'error' }],
  scheme: [nobody, { url: 'foo://127.0.0.1/x' }],
  'about-foo': [nobody, { url: 'about:foo' }],
  'about-blank': [nobody, { url: 'about:blank' }],
  file: [nobody, { url: 'file:///etc/hosts' }],
  'file-xhr': [nobody, { url: 'file:///etc/hosts', ...XHR }],
  'foo-xhr': [nobody, { url: 'foo://127.0.0.1/x', ...XHR }],
  'foo-nocors': [nobody, { url: 'foo://127.0.0.1/x', ...NO_CORS }],
  'foo-same': [nobody, { url: 'foo://127.0.0.1/x', mode: 'same-origin' }],
  'foo-img': [nobody, { url: 'foo://127.0.0.1/x', ...PLAIN_IMG }],
  'foo-img-cors': [nobody, { url: 'foo://127.0.0.1/x', ...IMG }],
  'data-bad': [nobody, { url: 'data:text/plain;base64,%%%' }],
  'blob-revoked': [nobody, { url: `blob:${HOME}/1`, mode: 'same-origin' }],
  'blob-post': [nobody, { url: `blob:${HOME}/1`, mode: 'same-origin', method: 'POST' }],
  'bad-port': [nobody, { url: 'http://127.0.0.1:25/x' }],
  'bad-port-same': [nobody, { url: 'http://127.0.0.1:25/x', ...NO_CORS }],
  'bad-port-xhr': [nobody, { url: 'http://127.0.0.1:25/x', ...XHR }],
  'bad-port-img': [nobody, { url: 'http://127.0.0.1:25/x', ...PLAIN_IMG }],
  mixed: [nobody, { url: 'http://93.184.215.14/x', ...ON_SECURE }],
  'mixed-nocors': [nobody, { url: 'http://example.com/x', ...ON_SECURE, ...NO_CORS }],
  'mixed-xhr': [nobody, { url: 'http://example.com/x', ...ON_SECURE, ...XHR }],
  'mixed-img': [nobody, { url: 'http://93.184.215.14/x', ...ON_SECURE, ...PLAIN_IMG }],
  'mixed-script': [nobody, { url: 'http://example.com/x.js', ...ON_SECURE, ...element('script', null) }],
  'mixed-module': [nobody, { url: 'http://example.com/x', ...ON_SECURE, ...cors('module') }],
  'mixed-css': [nobody, { url: 'http://example.com/x', ...ON_SECURE, ...element('stylesheet', null) }],
  'mixed-es': [nobody, { url: 'http://example.com/x', ...ON_SECURE, ...cors('eventsource') }],
  'mixed-loopback': [[OPEN], ON_SECURE],
  'mixed-redirect': [[redirect('http://example.com/x')], { url: `${SECURE}/to-http`, ...ON_SECURE }],

  // Embedding
  'corp-same-origin': [[answer(corp('same-origin'))], NO_CORS],
  'corp-site': [[answer(corp('same-site'))], NO_CORS],
  'corp-img': [[answer(corp('same-origin'))], PLAIN_IMG],
  'corp-img-redirect': [[redirect(`${THERE}/corp-so`), answer(corp('same-origin'))], PLAIN_IMG],
  'corp-script': [[answer(corp('same-origin'))], element('script', null)],
  'corp-redirect': [[redirect(`${THERE}/land-star`, corp('same-origin'))], NO_CORS],
  'coep-fetch': [[BARE], { ...NO_CORS, client: isolated }],
  'coep-img': [[BARE], { ...PLAIN_IMG, client: isolated }],
  'coep-corp-so': [[answer(corp('same-origin'))], { ...NO_CORS, client: isolated }],
  'sri-head': [[answer(origin('*'), ['Content-Length', '1'])], { method: 'HEAD', ...INTEGRITY }],
  'sri-opaque': [[OPEN], { ...NO_CORS, ...INTEGRITY, differs: { webkit: NO_CONTENT_LENGTH } }],

  // The network
  'conn-refused': [refused, { url: NOBODY }],
  'refused-xhr': [refused, { url: NOBODY, ...XHR }],
  'refused-nocors': [refused, { url: NOBODY, ...NO_CORS }],
  'refused-img': [refused, { url: NOBODY, ...PLAIN_IMG }],
  'refused-preflight': [refused, { url: NOBODY, ...PUT }],
  reset: [closed],
  'reset-same': [closed, { url: `${HOME}/reset-same` }],
  rst: [reset, { url: 'http://127.0.0.1:18106/x' }],
  'rst-xhr-pf': [reset, { url: 'http://127.0.0.1:18106/x', ...PUT, ...XHR }],
  dns: [dns, { url: 'http://nx.invalid/x' }],
  'dns-pf': [dns, { url: 'http://nx.invalid/x', ...PUT }],
  'tls-garbage': [tls, { url: 'https://127.0.0.1:18105/x' }],
  'tls-garbage-pf': [tls, { url: 'https://127.0.0.1:18105/x', ...PUT }],
  'stream-http1': [
    ({ kind }) => (kind === 'preflight' ? OPEN : { reason: 'stream-body-needs-http2', detail: '' }),
    { method: 'POST', useCorsPreflight: true, body: { source: null, length: null } },
  ],
  keepalive: [nobody, { method: 'POST', keepalive: true, body: { source: 'x', length: 70_000 } }],
  'only-if-cached': [
    [{ status: 404 }],
    {
      url: `${HOME}/oic`,
      mode: 'same-origin',
      cacheMode: 'only-if-cached',
      differs: { webkit: 'It goes to the network all the same, and reports every status above 399.' },
    },
  ],
  s407: [
    [{ ...OPEN, status: 407 }],
    { differs: { webkit: 'It reports every status above 399, of readable responses too.' } },
  ],
  's407-preflight': [preflighted({ ...OPEN, status: 407 }), PUT],

  // Other initiators
  'xhr-missing': [[BARE], XHR],
  'xhr-cred-star': [[OPEN], { ...XHR, ...INCLUDE }],
  'xhr-pf-404': [preflighted({ ...OPEN, status: 404 }), { ...XHR, ...PUT }],
  'xhr-pf-method': [preflighted(OPEN), { ...XHR, ...PUT }],
  'xhr-pf-cred': [preflighted(answer(origin(HOME))), { ...XHR, ...PUT, ...INCLUDE }],
  'xhr-redir-none': [[redirect(`${THERE}/land-none`, origin('*')), BARE], XHR],
  'xhr-first-none': [[redirect(`${THERE}/land-none`)], XHR],
  'x-mismatch': [[answer(origin('http://o.example'))], XHR],
  'x-two': [[answer(origin('a, b'))], XHR],
  'x-invalid': [[answer(origin('zz'))], XHR],
  'x-pf-mismatch': [preflighted(answer(origin('http://o.example'))), { ...XHR, ...PUT }],
  'img-missing': [[BARE], IMG],
  'img-redir-none': [[redirect(`${THERE}/land-none`, origin('*')), BARE], IMG],
  'img-first-none': [[redirect(`${THERE}/land-none`)], IMG],
  'img-cred-star': [[OPEN], element('image', 'use-credentials')],
  'i-mismatch': [[answer(origin('http://o.example'))], IMG],
  'canvas-tainted': [[BARE], PLAIN_IMG],
  'script-missing': [[BARE], element('script', 'anonymous')],
  'script-first-none': [[redirect(`${THERE}/land-none`)], element('script', 'anonymous')],
  'module-missing': [[BARE], cors('module')],
  'video-missing': [[BARE], cors('video')],
  'audio-missing': [[BARE], cors('audio')],
  'css-missing': [[BARE], cors('stylesheet')],
  'css-two': [[answer(origin('a, b'))], cors('stylesheet')],
  'font-missing': [[BARE], cors('font')],
  'es-missing': [[BARE], cors('eventsource')],
  'track-missing': [[BARE], cors('track')],
  'preload-missing': [[BARE], cors('link')],
  'beacon-json': [
    () => BARE,
    {
      by: 'beacon',
      method: 'POST',
      ...INCLUDE,
      ...withHeader('Content-Type', 'application/json'),
    },
  ],
}

/** By the name of its fact, which is also its path, unless it has a URL. */
export const CONSOLE_CASES: Readonly<Record<string, ConsoleCase>> = Object.fromEntries(
  Object.entries(CASES).map(([name, [server, told]]) => [name, consoleCase(name, server, told)]),
)

function consoleCase(name: string, server: Server, told: Told = {}): ConsoleCase {
  const { by, differs, ...ask } = told
  const page = { url: `${THERE}/${name}`, from: `${HOME}/page` }
  return { ask: { ...page, ...ask }, server, initiator: by ?? 'fetch', differs: differs ?? {} }
}
