import { createUserAgent, fetchApp } from '../../src/index.js'
import type { XmlHttpRequest, XmlHttpRequestErrorEvent } from '../../src/index.js'

export const APP = 'https://app.example'
export const API = 'https://api.example'
const ALLOWED = {
  'access-control-allow-origin': APP,
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'x-custom, content-type',
  'access-control-allow-credentials': 'true',
}

let release = (): void => {}

/** Lets what `/hold` and `/parts` wait for happen. */
export function goOn(): void {
  release()
}

export const api = fetchApp(async (request) => {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/closed') return new Response('secret')
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: ALLOWED })
  const headers = new Headers(ALLOWED)
  if (searchParams.has('type')) headers.set('content-type', searchParams.get('type')!)
  if (pathname === '/echo') return new Response(await request.arrayBuffer(), { headers })
  if (pathname === '/empty') return new Response(null, { status: 204, headers })
  if (pathname === '/hold') await new Promise<void>((resolve) => (release = resolve))
  if (pathname === '/redirect') {
    headers.set('location', '/echo')
    return new Response(null, { status: 307, headers })
  }
  if (pathname === '/parts') {
    const part = (): Promise<void> => new Promise((resolve) => (release = resolve))
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode('one '))
        await part()
        if (searchParams.has('break')) controller.error(new Error('gone'))
        else {
          controller.enqueue(new TextEncoder().encode('two'))
          controller.close()
        }
      },
    })
    return new Response(stream, { headers })
  }
  headers.set('x-secret', '1')
  headers.set('content-length', '5')
  return new Response('hello', { headers })
})
export const browser = createUserAgent({ network: { [API]: api }, elsewhere: 'closed' })
export const page = browser.page(`${APP}/folder/page`)

const EVENTS = ['loadstart', 'progress', 'abort', 'error', 'load', 'timeout', 'loadend'] as const

export function create(): XmlHttpRequest {
  return new page.XMLHttpRequest() as unknown as XmlHttpRequest
}

/** What happens to a request, in words: `4` for a state, `load 5/5` for an event. */
export function record(xhr: XmlHttpRequest, { upload = false } = {}): string[] {
  const seen: string[] = []
  xhr.addEventListener('readystatechange', () => seen.push(String(xhr.readyState)))
  for (const type of EVENTS) {
    const note =
      (prefix: string) =>
      (event: Event): void => {
        const { loaded, total } = event as XmlHttpRequestErrorEvent
        seen.push(`${prefix}${type} ${loaded}/${total}`)
      }
    xhr.addEventListener(type, note(''))
    if (upload) xhr.upload.addEventListener(type, note('upload '))
  }
  return seen
}

export function ended(xhr: XmlHttpRequest): Promise<void> {
  return new Promise((resolve) => xhr.addEventListener('loadend', () => resolve(), { once: true }))
}

export async function send(
  path: string,
  { method = 'GET', body = null as unknown, prepare = (_xhr: XmlHttpRequest): void => {} } = {},
): Promise<XmlHttpRequest> {
  const xhr = create()
  xhr.open(method, `${API}${path}`)
  prepare(xhr)
  const end = ended(xhr)
  xhr.send(body)
  await end
  return xhr
}

export const kinds = (): string[] => browser.requests.map(({ method, kind }) => `${kind} ${method}`)
export const lastHeaders = (): Readonly<Record<string, string>> => browser.requests.at(-1)!.headers
