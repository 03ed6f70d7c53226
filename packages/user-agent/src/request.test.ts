import { Readable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { PageRequestInit } from './index.js'

const app = fetchApp(async (request) => {
  if (request.method === 'OPTIONS') {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*' }
    return new Response(null, { headers })
  }
  return Response.json(
    { method: request.method, body: await request.text(), type: request.headers.get('content-type') },
    { headers: { 'access-control-allow-origin': '*' } },
  )
})
const network = { 'https://api.example': app }
const browser = createUserAgent({ network, elsewhere: 'closed' })
const page = browser.page('https://app.example/dir/index.html')
const ADDRESS = 'https://api.example/'

afterAll(() => browser.close())

const stream = (): ReadableStream => new ReadableStream()
async function used(): Promise<Request> {
  const request = new page.Request(ADDRESS, { method: 'POST', body: 'x' })
  await request.text()
  return request
}

// Each TypeError of https://fetch.spec.whatwg.org/#dom-request, by its step.
const MISUSES: readonly (readonly [step: string, input: unknown, init: unknown, message: RegExp])[] = [
  ['5.2', 'http://[', {}, /Failed to parse URL from http:\/\/\[/],
  ['5.3', 'https://user:secret@api.example/', {}, /includes credentials/],
  ['10', ADDRESS, { window: {} }, /window/],
  ['14.3', ADDRESS, { referrer: 'http://[' }, /Referrer/],
  ['17', ADDRESS, { mode: 'navigate' }, /navigate/],
  ['21', ADDRESS, { cache: 'only-if-cached' }, /only-if-cached/],
  ['25.2, no method', ADDRESS, { method: 'A B' }, /'A B' is not a valid HTTP method/],
  ['25.2, a forbidden one', ADDRESS, { method: 'trace' }, /'trace' HTTP method is unsupported/],
  ['32.1', ADDRESS, { mode: 'no-cors', method: 'PUT' }, /'PUT' is unsupported in no-cors mode/],
  ['33, no name', ADDRESS, { headers: { 'a b': '1' } }, /no header name/],
  ['33, no headers', ADDRESS, { headers: null }, /expected an object/],
  ['35', ADDRESS, { body: 'x' }, /GET\/HEAD method cannot have body/],
  ['35, HEAD', ADDRESS, { method: 'HEAD', body: 'x' }, /GET\/HEAD method cannot have body/],
  ['37.1', ADDRESS, { method: 'POST', body: stream(), duplex: 'half', keepalive: true }, /[Kk]eepalive/],
  ['39.1', ADDRESS, { method: 'POST', body: stream() }, /duplex/],
  ['39.2', ADDRESS, { method: 'POST', body: stream(), duplex: 'half', mode: 'no-cors' }, /same-origin/],
  ['enum mode', ADDRESS, { mode: 'x' }, /'x' is not a valid value for 'mode'/],
  ['enum credentials', ADDRESS, { credentials: 'x' }, /credentials/],
  ['enum cache', ADDRESS, { cache: 'x' }, /cache/],
  ['enum redirect', ADDRESS, { redirect: 'x' }, /redirect/],
  ['enum referrerPolicy', ADDRESS, { referrerPolicy: 'x' }, /referrerPolicy/],
  ['enum priority', ADDRESS, { priority: 'x' }, /priority/],
  ['signal', ADDRESS, { signal: {} }, /AbortSignal/],
  ['init, a number', ADDRESS, 42, /init is no object of options, but a number/],
  ['init, a text', ADDRESS, 'POST', /but a string/],
  ['init, false', ADDRESS, false, /but a boolean/],
  ['init, a symbol', ADDRESS, Symbol('init'), /but a symbol/],
]

describe('new Request and fetch throw a TypeError', () => {
  test.each(MISUSES)('at step %s', async (_step, input, init, message) => {
    const construct = (): Request => new page.Request(input as string, init as RequestInit)
    expect(construct).toThrow(TypeError)
    expect(construct).toThrow(message)
    await expect(page.fetch(input as string, init as RequestInit)).rejects.toThrow(message)
  })

  test('for no arguments, and not for undefined, which is a relative URL', async () => {
    const NoInput = page.Request as unknown as new (...args: unknown[]) => Request
    expect(() => new NoInput()).toThrow(/^Request needs .*1 argument required, but only 0 present/)
    expect(new NoInput(undefined).url).toBe('https://app.example/dir/undefined')
    const noInput = page.fetch as unknown as (...args: unknown[]) => Promise<Response>
    await expect(noInput()).rejects.toThrow(TypeError)
    await expect(noInput()).rejects.toThrow(/^fetch needs/)
  })

  test('at step 39.2 for a stream that another request has', () => {
    const from = new page.Request(ADDRESS, { method: 'POST', body: stream(), duplex: 'half' } as RequestInit)
    expect(() => new page.Request(from, { mode: 'no-cors' })).toThrow(TypeError)
  })

  test.each([
    ['standard', null],
    ['chromium', null],
    ['firefox', null],
    ['webkit', 'application/json'],
  ] as const)('not for a blob of any type in mode no-cors, of which %s says %j', (profile, type) => {
    const { Request: OfProfile } = createUserAgent({ profile }).page('https://app.example/')
    const body = new Blob(['{}'], { type: 'application/json' })
    const { headers } = new OfProfile(ADDRESS, { method: 'POST', mode: 'no-cors', body })
    expect(headers.get('content-type')).toBe(type)
  })

  test('at step 41.1', async () => {
    const read = await used()
    expect(() => new page.Request(read)).toThrow(/already been used/)
    const locked = new page.Request(ADDRESS, { method: 'POST', body: 'x' })
    locked.body!.getReader()
    expect(() => new page.Request(locked)).toThrow(/already been used/)
    const ofNode = new Request(ADDRESS, { method: 'POST', body: 'x' })
    await ofNode.text()
    expect(() => new page.Request(ofNode)).toThrow(/already been used/)
  })

  test.each(['locked', 'read'] as const)('for a stream that is %s', async (how) => {
    const body = new ReadableStream({ start: (controller) => controller.close() })
    const reader = body.getReader()
    if (how === 'read') {
      await reader.read()
      reader.releaseLock()
    }
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    expect(() => new page.Request(ADDRESS, init)).toThrow(TypeError)
  })

  test.each([
    ['firefox', /^Window\.fetch: http:\/\/\[ is not a valid URL\.$/],
    ['webkit', /^URL is not valid/],
    ['standard', /^http:\/\/\[ is no valid URL$/],
  ] as const)('in the words of %s', async (profile, message) => {
    await expect(createUserAgent({ profile }).page('https://app.example/').fetch('http://[')).rejects.toThrow(
      message,
    )
  })
})

describe('a Request of a page', () => {
  test('has the defaults of the standard', () => {
    const request = new page.Request('../x?y#z')
    expect(request).toBeInstanceOf(Request)
    expect(Object.prototype.toString.call(request)).toBe('[object Request]')
    expect(request.constructor.name).toBe('Request')
    expect({
      url: request.url,
      method: request.method,
      mode: request.mode,
      credentials: request.credentials,
      cache: request.cache,
      redirect: request.redirect,
      referrer: request.referrer,
      referrerPolicy: request.referrerPolicy,
      integrity: request.integrity,
      keepalive: request.keepalive,
      destination: request.destination,
      duplex: request.duplex,
      body: request.body,
      bodyUsed: request.bodyUsed,
    }).toEqual({
      url: 'https://app.example/x?y#z',
      method: 'GET',
      mode: 'cors',
      credentials: 'same-origin',
      cache: 'default',
      redirect: 'follow',
      referrer: 'about:client',
      referrerPolicy: '',
      integrity: '',
      keepalive: false,
      destination: '',
      duplex: 'half',
      body: null,
      bodyUsed: false,
    })
    expect(request.signal.aborted).toBe(false)
    expect(request.signal).toBe(request.signal)
  })

  test('keeps what it was given', () => {
    const { signal } = new AbortController()
    const init: PageRequestInit = {
      method: 'post',
      headers: { 'x-a': '1', cookie: 'dropped' },
      credentials: 'include',
      mode: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      referrer: '/there',
      referrerPolicy: 'no-referrer',
      integrity: 'sha256-x',
      keepalive: true,
      signal,
    }
    const request = new page.Request(ADDRESS, init as RequestInit)
    expect(request).toMatchObject({
      method: 'POST',
      credentials: 'include',
      mode: 'same-origin',
      cache: 'no-store',
      redirect: 'manual',
      referrer: 'https://app.example/there',
      referrerPolicy: 'no-referrer',
      integrity: 'sha256-x',
      keepalive: true,
      signal,
    })
    expect([...request.headers]).toEqual([['x-a', '1']])
  })

  test.each([
    ['', ''],
    ['about:client', 'about:client'],
    ['https://elsewhere.example/', 'about:client'],
    ['/own', 'https://app.example/own'],
  ])('takes the referrer %j for %j', (referrer, expected) => {
    expect(new page.Request(ADDRESS, { referrer }).referrer).toBe(expected)
  })

  test('forgets the referrer of another one when it changes it (13.5, 13.6)', () => {
    const from = new page.Request(ADDRESS, { referrer: '/there', referrerPolicy: 'origin' })
    expect(new page.Request(from)).toMatchObject({
      referrer: 'https://app.example/there',
      referrerPolicy: 'origin',
    })
    expect(new page.Request(from, { method: 'POST' })).toMatchObject({
      referrer: 'about:client',
      referrerPolicy: '',
    })
  })

  test('reads its body once, in every way', async () => {
    const make = (): Request =>
      new page.Request(ADDRESS, {
        method: 'POST',
        body: '{"a":1}',
        headers: { 'content-type': 'application/json' },
      })
    expect(await make().text()).toBe('{"a":1}')
    expect(await make().json()).toEqual({ a: 1 })
    expect((await make().arrayBuffer()).byteLength).toBe(7)
    expect(await (make() as Request & { bytes(): Promise<Uint8Array> }).bytes()).toHaveLength(7)
    expect((await make().blob()).type).toBe('application/json')
    const form = new FormData()
    form.append('a', 'b')
    const read = await new page.Request(ADDRESS, { method: 'POST', body: form }).formData()
    expect(read.get('a')).toBe('b')
    const request = make()
    expect(await new Response(request.body).text()).toBe('{"a":1}')
    expect(request.bodyUsed).toBe(true)
    await expect(request.text()).rejects.toThrow(TypeError)
    expect(await new page.Request(ADDRESS).text()).toBe('')
  })

  test('is cloned with its body, be it bytes or a stream', async () => {
    const bytes = new page.Request(ADDRESS, { method: 'POST', body: 'x' })
    expect([await bytes.clone().text(), await bytes.text()]).toEqual(['x', 'x'])
    expect(() => bytes.clone()).toThrow(TypeError)
    const body = Readable.toWeb(Readable.from([Buffer.from('s')])) as ReadableStream
    const streaming = new page.Request(ADDRESS, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect([await streaming.clone().text(), await streaming.text()]).toEqual(['s', 's'])
    expect(new page.Request(ADDRESS).clone().url).toBe(ADDRESS)
  })

  test('gives its body to the fetch, and to the request that is made of it', async () => {
    const request = new page.Request(ADDRESS, { method: 'POST', body: 'x' })
    expect(await (await page.fetch(request)).json()).toMatchObject({ body: 'x' })
    expect(request.bodyUsed).toBe(true)
    await expect(page.fetch(request)).rejects.toThrow(/already been used/)
    const first = new page.Request(ADDRESS, { method: 'POST', body: 'y' })
    const second = new page.Request(first, { headers: { 'x-a': '1' } })
    expect(first.bodyUsed).toBe(true)
    expect(await second.text()).toBe('y')
  })

  test('may be one of Node, whose forbidden headers are dropped', async () => {
    const request = new Request(ADDRESS, { method: 'PUT', body: 'x', headers: { cookie: 'a=1', 'x-a': '1' } })
    expect([...new page.Request(request).headers.keys()]).not.toContain('cookie')
    const again = new Request(ADDRESS, { method: 'PUT', body: 'x' })
    expect(await (await page.fetch(again)).json()).toEqual({
      method: 'PUT',
      body: 'x',
      type: 'text/plain;charset=UTF-8',
    })
  })

  test('is no Request to Node, but what it makes one of', async () => {
    const request = new page.Request(ADDRESS, { method: 'POST', body: 'x', headers: { 'x-a': '1' } })
    expect(() => new Request(request)).toThrow(TypeError)
    const ofNode = new Request(request.url, request as RequestInit)
    expect(ofNode).toMatchObject({ url: ADDRESS, method: 'POST' })
    expect(ofNode.headers.get('x-a')).toBe('1')
    expect(await ofNode.text()).toBe('x')
  })

  test('init may be null, as in a browser', async () => {
    expect((await page.fetch(ADDRESS, null as unknown as PageRequestInit)).status).toBe(200)
  })
})
