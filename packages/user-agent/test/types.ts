// Compiled, never run: a page's fetch goes wherever Node's own does.
import { createUserAgent } from '../src/index.js'

const page = createUserAgent().page('https://app.example/')

export const fetchLike: typeof fetch = page.fetch
export const requestLike: typeof Request = page.Request
export const headersLike: typeof Headers = page.Headers
export const responded: Promise<Response> = page.fetch(new page.Request('/'), { headers: new page.Headers() })
export const withStream: Promise<Response> = page.fetch('/', {
  method: 'POST',
  body: new ReadableStream(),
  duplex: 'half',
  cache: 'no-store',
  priority: 'low',
})

// @ts-expect-error an option that does not exist
createUserAgent({ profil: 'chromium' })
// @ts-expect-error a profile that does not exist
createUserAgent({ profile: 'opera' })
// @ts-expect-error an option of another page
createUserAgent().page('https://app.example/', { sandbox: true })
