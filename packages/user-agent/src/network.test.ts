import { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { UnderlyingSource } from 'node:stream/web'
import { describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp, isNetworkError } from './index.js'
import type { App, FetchHandler, NodeListener, UserAgentOptions } from './index.js'
import { endsTwice } from '../test/support/apps.js'

const SITE = 'https://api.example'
const CORS = { 'access-control-allow-origin': '*' }

async function detailOf(
  app: App,
  options: UserAgentOptions = {},
): Promise<{ reason: unknown; detail: unknown }> {
  const browser = createUserAgent({ network: { [SITE]: app }, timeout: 100, ...options })
  const error = await browser
    .page('https://app.example/')
    .fetch(SITE)
    .catch((caught: unknown) => caught)
  await browser.close()
  if (!isNetworkError(error)) throw new Error('expected a NetworkError', { cause: error })
  expect(error.failure.code).toBe('network-failure')
  const { reason, detail } = error.failure.values
  return { reason, detail }
}

describe('the map of apps refuses', () => {
  const listener: NodeListener = () => {}
  test.each<[string, unknown, RegExp]>([
    ['what is no map', 7, /give an object of apps by origin/],
    ['no URL', { api: listener }, /"api" is no http or https origin/],
    ['another scheme', { 'ftp://api.example': listener }, /no http or https origin/],
    ['a path', { 'https://api.example/v1': listener }, /write "https:\/\/api.example" instead/],
    ['a slash at the end', { 'https://api.example/': listener }, /write "https:\/\/api.example" instead/],
    ['a default port', { 'https://api.example:443': listener }, /write "https:\/\/api.example" instead/],
    ['a text', { [SITE]: 'app' }, /no app: give a \(request, response\) listener/],
    ['null for an app', { [SITE]: null }, /no app/],
    ['an object without fetch', { [SITE]: {} }, /no app/],
  ])('%s', (_what, network, message) => {
    const create = (): unknown => createUserAgent({ network: network as Record<string, App> })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })

  test('what fetchApp is not given', () => {
    expect(() => fetchApp('no' as unknown as FetchHandler)).toThrow(TypeError)
  })
})

test('elsewhere is closed where it is told to be, and says what is mounted', async () => {
  const given = await detailOf((_request, response) => void response.end(), {
    network: {},
    elsewhere: 'closed',
  })
  expect(given).toEqual({
    reason: 'refused',
    detail: `Nothing is mounted at ${SITE}, and elsewhere is 'closed'; mounted: nothing`,
  })
})

/** A Response of another fetch, but for one thing. */
const foreign = (wrong: object): FetchHandler => {
  const right = { status: 200, statusText: '', headers: new Headers(), body: null, arrayBuffer() {} }
  return () => ({ ...right, ...wrong }) as unknown as Response
}
const returning = (what: unknown): FetchHandler => (() => what) as unknown as FetchHandler
const thenable = (then: unknown): FetchHandler =>
  returning(Object.defineProperty({}, ['th', 'en'].join(''), { value: then }))
const thrower = (): never => {
  throw Object.create(null)
}
const trap = Object.defineProperty(new Error('boom'), 'code', { get: thrower })

const JUNK: readonly (readonly [what: string, handler: FetchHandler, detail: string])[] = [
  ['throws what has no text', thrower, 'threw an object that cannot be shown'],
  ['rejects with what has no text', async () => thrower(), 'threw an object that cannot be shown'],
  [
    'returns what looks like our own failure',
    returning({ reason: 'hm', detail: 'x' }),
    'returned an object, not a Response',
  ],
  ['has a `then` that is no function', thenable(1), 'not a Response'],
  ['has a `then` that calls back twice', thenable((f: (x: unknown) => void) => (f(1), f(2))), 'number'],
  ['has a `then` that throws', thenable(thrower), 'threw an object that cannot be shown'],
  ['returns no status', foreign({ status: undefined }), 'the status undefined, which is none of 200 to 599'],
  ['returns a status of text', foreign({ status: '200' }), 'the status 200, which is none'],
  ['returns the status 101', foreign({ status: 101 }), 'the status 101'],
  ['returns the status 600', foreign({ status: 600 }), 'the status 600'],
  ['returns half a status', foreign({ status: 200.5 }), 'the status 200.5'],
  [
    'returns a status without text',
    foreign({ status: Object.create(null) }),
    'an object that cannot be shown',
  ],
  ['returns headers that are an object', foreign({ headers: {} }), 'whose headers are none'],
  ['returns no headers', foreign({ headers: null }), 'whose headers are none'],
  ['returns numbers for headers', foreign({ headers: [[1, 2]] }), 'whose headers are none'],
  ['returns a header without name', foreign({ headers: [['', 'x']] }), 'whose headers are none'],
  ['returns a list of no pairs', foreign({ headers: [7] }), 'a Response that threw TypeError'],
  ['returns a body that is none', foreign({ body: 7 }), 'a Response that threw'],
  [
    'returns a trap',
    returning(new Proxy({}, { getPrototypeOf: thrower, has: thrower })),
    'that cannot be shown',
  ],
]

describe('an app at fault is a failure of the network that says so', () => {
  const twice = 'answered twice (Error: response.end() was called again)'
  test.each<[string, App, string]>([
    [
      'a listener that throws',
      () => {
        throw new Error('boom')
      },
      'threw (Error: boom)',
    ],
    [
      'a listener that throws no error',
      () => {
        throw 'boom'
      },
      'threw (boom)',
    ],
    ['a listener that rejects', () => Promise.reject(new Error('boom')), 'threw (Error: boom)'],
    ['a listener that rejects with a trap', () => Promise.reject(trap), 'threw (Error: boom)'],
    ['a listener that hangs', () => {}, 'did not answer within 100 ms'],
    ['a listener that ends twice', endsTwice(undefined), twice],
    ['a listener that ends twice with data', endsTwice('second'), 'answered twice ('],
    [
      'a listener that sends two heads',
      (_request, response) => {
        response.writeHead(200, CORS).flushHeaders()
        response.writeHead(201)
      },
      'answered twice (Error: Cannot write headers',
    ],
    [
      'a listener that hangs up',
      (request) => void request.socket.destroy(),
      'closed the connection before it had answered',
    ],
    [
      'a Fetch app that throws',
      fetchApp(() => {
        throw new Error('boom')
      }),
      'threw Error: boom',
    ],
    [
      'a Fetch app that rejects',
      fetchApp(() => Promise.reject(new RangeError('boom'))),
      'threw RangeError: boom',
    ],
    ['a Fetch app that rejects with no error', fetchApp(() => Promise.reject('boom')), 'threw boom'],
    ['a Fetch app that hangs', fetchApp(() => new Promise(() => {})), 'did not answer within 100 ms'],
    [
      'a Fetch app that returns nothing',
      fetchApp((() => undefined) as unknown as FetchHandler),
      'returned undefined, not a Response',
    ],
    [
      'a Fetch app that returns a text',
      fetchApp((() => 'x') as unknown as FetchHandler),
      'returned a string, not a Response',
    ],
    ['a Fetch app that gives up', fetchApp(() => Response.error()), 'returned Response.error()'],
    [
      'a listener that throws what has no text',
      () => {
        throw Object.create(null)
      },
      'threw (an object that cannot be shown)',
    ],
    ...JUNK.map(([what, answer, detail]): [string, App, string] => [
      `a Fetch app that ${what}`,
      fetchApp(answer),
      detail,
    ]),
  ])('%s', async (_what, app, detail) => {
    const given = await detailOf(app)
    expect(given.detail).toContain(`The app at ${SITE}`)
    expect(given.detail).toContain(detail)
    expect(given.reason).toBe(
      detail.includes('within') ? 'timeout' : detail.includes('closed') ? 'reset' : 'app',
    )
  })

  test('a Fetch app that answers with the same Response twice', async () => {
    const same = new Response('once', { headers: CORS })
    const browser = createUserAgent({ network: { [SITE]: fetchApp(() => same) } })
    const page = browser.page('https://app.example/')
    expect(await (await page.fetch(SITE)).text()).toBe('once')
    const { failure } = await page.inspect(SITE)
    expect(failure!.values['detail']).toContain('answered twice with it')
  })
})

describe('an upload of the page that breaks off', () => {
  const failing: UnderlyingSource = {
    start: (controller) => controller.enqueue(new Uint8Array([1])),
    pull: (controller) => controller.error(new RangeError('gone')),
  }
  const text: UnderlyingSource = { start: (controller) => controller.enqueue('text') }
  const reads: NodeListener = (request, response) =>
    void request
      .on('end', () => response.end())
      .on('error', () => {})
      .resume()
  const apps: [string, App][] = [
    ['a Fetch app', fetchApp(async (request) => new Response(await request.text(), { headers: CORS }))],
    [
      'a Fetch app that hides it',
      fetchApp((request) =>
        request
          .text()
          .catch(() => '')
          .then(() => new Response()),
      ),
    ],
    [
      'a Fetch app that then hangs',
      fetchApp((request) =>
        request
          .text()
          .catch(() => new Promise<string>(() => {}))
          .then(() => new Response()),
      ),
    ],
    ['a listener', reads],
    [
      'a listener that throws',
      (request) => void request.on('error', () => reads(request, undefined!)).resume(),
    ],
  ]
  test.each<[string, App]>([
    ['a Fetch app', fetchApp((request) => new Response(request.body))],
    ['a listener', (request, response) => void request.on('error', () => {}).pipe(response)],
  ])('in the middle of the echo of %s is no fault of it', async (_what, app) => {
    const browser = createUserAgent({ network: { [SITE]: app }, timeout: 1000 })
    let fail = (): void => {}
    const source: UnderlyingSource = {
      start: (controller) => {
        controller.enqueue(new Uint8Array([1]))
        fail = () => controller.error(new RangeError('gone'))
      },
    }
    const body = new NodeReadableStream(source) as ReadableStream
    const response = await browser.page(SITE).fetch('/', { method: 'POST', body, duplex: 'half' })
    const reading = response.text()
    fail()
    await expect(reading).rejects.toThrow(/^The body stream of the page failed with RangeError: gone$/)
    await browser.close()
  })

  test.each(apps)('is no fault of %s', async (_what, app) => {
    for (const [source, thrown] of [
      [failing, 'RangeError: gone'],
      [text, 'TypeError: The body streams something that is no Uint8Array'],
    ] as const) {
      const browser = createUserAgent({ network: { [SITE]: app }, timeout: 1000 })
      const body = new NodeReadableStream(source) as ReadableStream
      const { failure } = await browser.page(SITE).inspect('/', { method: 'POST', body, duplex: 'half' })
      expect(failure!.values).toMatchObject({
        reason: 'invalid-request',
        detail: `The body stream of the page failed with ${thrown}`,
      })
      await browser.close()
    }
  })
})

describe('a Fetch app', () => {
  const fetchFrom = async (handler: FetchHandler, options: UserAgentOptions = {}): Promise<Response> => {
    const browser = createUserAgent({ network: { [SITE]: fetchApp(handler) }, timeout: 100, ...options })
    return browser.page(SITE).fetch('/')
  }
  const streaming = (source: UnderlyingSource): Response =>
    new Response(new NodeReadableStream(source) as ReadableStream)

  test('that stalls in the middle of a body ends it in a TypeError', async () => {
    const response = await fetchFrom(() => streaming({ start: (c) => c.enqueue(new Uint8Array([1])) }))
    await expect(response.text()).rejects.toThrow(/sent nothing for 100 ms in the middle of the body/)
  })

  test('that breaks off, or streams text, ends it in a TypeError', async () => {
    const broken = await fetchFrom(() => streaming({ pull: (c) => c.error(new Error('gone')) }))
    await expect(broken.text()).rejects.toThrow(/broke off in the middle of the body/)
    const type = await fetchFrom(() => streaming({ pull: (c) => c.error(new TypeError('gone')) }))
    await expect(type.text()).rejects.toThrow(/gone/)
    const text = await fetchFrom(() => streaming({ start: (c) => c.enqueue('text') }))
    await expect(text.text()).rejects.toThrow(/no Uint8Array/)
  })

  test('is told when nobody reads its body any longer', async () => {
    let cancelled: unknown = null
    const source: UnderlyingSource = {
      pull: (controller) => controller.enqueue(new Uint8Array([1])),
      cancel: (reason) => void (cancelled = reason),
    }
    const response = await fetchFrom(() => streaming(source))
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel('enough')
    expect(cancelled).toBe('enough')
  })

  test('that redirects is not held to the body of the redirect', async () => {
    let cancelled = false
    const browser = createUserAgent({
      // To the letter, a redirect within an origin may name a user.
      profile: 'standard',
      network: {
        [SITE]: fetchApp((request) => {
          if (new URL(request.url).pathname === '/there') return new Response('there')
          const body = new ReadableStream({ cancel: () => void (cancelled = true) })
          return new Response(body, {
            status: 302,
            headers: { location: 'https://user:pass@api.example/there' },
          })
        }),
      },
    })
    expect(await (await browser.page(SITE).fetch('/')).text()).toBe('there')
    expect(cancelled).toBe(true)
  })

  test('may answer with a Response of another fetch', async () => {
    const foreign = {
      status: 200,
      statusText: '',
      headers: new Headers({ 'x-a': '1' }),
      bodyUsed: false,
      body: (async function* () {
        yield new Uint8Array([104, 105])
        yield new Uint8Array()
        yield new Uint8Array([33])
      })(),
      arrayBuffer: () => Promise.resolve(new ArrayBuffer(0)),
    }
    const response = await fetchFrom(() => foreign as unknown as Response)
    expect(await new Response(response.body).text()).toBe('hi!')
  })

  test('that takes no such request says so: a method that Node forbids never leaves', async () => {
    const app = fetchApp(() => new Response())
    const browser = createUserAgent({ network: { [SITE]: app } })
    await expect(browser.page(SITE).fetch('/', { method: 'CONNECT' })).rejects.toThrow(TypeError)
    expect(browser.requests).toEqual([])
  })
})

describe('closing a browser', () => {
  const hangs: App = () => {}
  test.each<[string, App]>([
    ['a listener', hangs],
    ['a Fetch app', fetchApp(() => new Promise(() => {}))],
  ])('ends what waits for %s', async (_what, app) => {
    const browser = createUserAgent({ network: { [SITE]: app } })
    const asked = browser.page(SITE).inspect('/')
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    await browser.close()
    expect((await asked).failure!.values).toMatchObject({ reason: 'closed' })
    expect((await browser.page(SITE).inspect('/')).failure!.values).toMatchObject({ reason: 'closed' })
  })

  test('ends a body of a Fetch app that is being read', async () => {
    const browser = createUserAgent({
      network: { [SITE]: fetchApp(() => new Response(new ReadableStream())) },
    })
    const reading = (await browser.page(SITE).fetch('/')).text()
    const ended = expect(reading).rejects.toThrow('The user agent was closed')
    await browser.close()
    await ended
  })
})

test('a listener that goes on after its answer harms no later request', async () => {
  const late: (() => void)[] = []
  const browser = createUserAgent({
    network: {
      [SITE]: (_request, response) => {
        response.end('answer')
        late.push(() => response.end('again'))
      },
    },
  })
  const page = browser.page(SITE)
  expect(await (await page.fetch('/')).text()).toBe('answer')
  const second = page.fetch('/')
  late[0]!()
  expect(await (await second).text()).toBe('answer')
  await browser.close()
})
