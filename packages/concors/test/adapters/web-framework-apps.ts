import { Elysia } from 'elysia'
import { H3, redirect } from 'h3'
import { cors } from '../../src/fetch.js'
import { COOKIES, EVIL, MEDDLING, OWN } from './app.js'
import type { App } from './app.js'
import type { Host } from './web-apps.js'
import { stream } from './web-apps.js'

export const h3 = (host: Host): App => ({
  name: `h3 2${host.name}`,
  inProcess: host.inProcess,
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const app = new H3({ silent: true })
    if (inner !== undefined) {
      const shareInner = cors(inner)
      app.use('/inner', (event, next) => shareInner(async () => Response.json(await next()))(event.req))
    }
    app.get('/plain', () => ({}))
    app.get('/inner', () => ({}))
    app.options('/plain', (event) => {
      event.res.headers.set('Allow', 'GET')
      return 'GET'
    })
    app.get('/meddles', (event) => {
      for (const [name, value] of Object.entries(MEDDLING)) event.res.headers.set(name, value)
      return {}
    })
    app.get('/appends', (event) => {
      const { headers } = event.res
      headers.append('Access-Control-Allow-Origin', EVIL)
      headers.append('Access-Control-Allow-Origin', EVIL)
      headers.append('Vary', 'Accept')
      for (const cookie of COOKIES) headers.append('Set-Cookie', cookie)
      return {}
    })
    app.get('/removes', (event) => {
      event.res.headers.delete('Vary')
      event.res.headers.delete('Access-Control-Allow-Origin')
      return {}
    })
    app.get('/throws', () => {
      throw new Error('thrown')
    })
    app.get('/redirect', () => redirect('/plain', 302))
    app.get('/not-modified', (event) => {
      event.res.status = 304
      return null
    })
    app.get('/empty', (event) => {
      event.res.status = 204
      return null
    })
    app.get('/stream', stream)
    app.get('/own', () => new Response('', { headers: OWN }))
    return {
      ...(await host.serve(share((request: Request) => app.fetch(request)))),
      reconfigure: share.reconfigure,
    }
  },
})

export const elysia = (host: Host): App => ({
  name: `Elysia 1${host.name}`,
  inProcess: host.inProcess,
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const shareInner = inner === undefined ? null : cors(inner)
    const plain = (): object => ({})
    const app = new Elysia()
      .get('/plain', plain)
      .all('/inner', ({ request }) =>
        shareInner === null ? plain() : shareInner(() => Response.json(plain()))(request),
      )
      .options('/plain', ({ set }) => {
        set.headers['allow'] = 'GET'
        return 'GET'
      })
      .get('/meddles', ({ set }) => {
        Object.assign(set.headers, MEDDLING)
        return {}
      })
      .get('/appends', ({ set }) => {
        Object.assign(set.headers, {
          'access-control-allow-origin': `${EVIL}, ${EVIL}`,
          vary: 'Accept',
          'set-cookie': [...COOKIES],
        })
        return {}
      })
      .get('/removes', ({ set }) => {
        delete set.headers['vary']
        delete set.headers['access-control-allow-origin']
        return {}
      })
      .get('/throws', () => {
        throw new Error('thrown')
      })
      .get('/redirect', ({ redirect: to }) => to('https://api.example/plain', 302))
      // As it would write these itself only Bun takes them.
      .get('/not-modified', () => new Response(null, { status: 304 }))
      .get('/empty', () => new Response(null, { status: 204 }))
      .get('/stream', () => new Response(stream()))
      .get('/own', ({ set }) => {
        Object.assign(set.headers, OWN)
        return ''
      })
    return {
      ...(await host.serve(share((request: Request) => app.fetch(request)))),
      reconfigure: share.reconfigure,
    }
  },
})
