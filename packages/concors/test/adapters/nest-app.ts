import 'reflect-metadata'
import { Readable } from 'node:stream'
import { Controller, Get, Header, HttpCode, Module, Options, Redirect, Res } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { Response } from 'express'
import { cors } from '../../src/node.js'
import { COOKIES, EVIL, MEDDLING, OWN } from './app.js'
import type { App } from './app.js'
import { ask } from './listen.js'

type Decorate = (target: object, name: string, descriptor: PropertyDescriptor) => unknown

/** What the decorators would say: nothing here is compiled with them. */
const routes: Readonly<
  Record<string, readonly [decorators: readonly Decorate[], work: (response: Response) => unknown]>
> = {
  plain: [[Get(['plain', 'inner'])], () => ({})],
  options: [[Options('plain'), Header('Allow', 'GET')], () => 'GET'],
  meddles: [
    [Get('meddles'), ...Object.entries(MEDDLING).map(([name, value]) => Header(name, value))],
    () => ({}),
  ],
  appends: [
    [Get('appends')],
    (response) => {
      response.append('Access-Control-Allow-Origin', EVIL).append('Access-Control-Allow-Origin', EVIL)
      response.append('Vary', 'Accept').append('Set-Cookie', [...COOKIES])
    },
  ],
  removes: [
    [Get('removes')],
    (response) => {
      response.removeHeader('Vary')
      response.removeHeader('Access-Control-Allow-Origin')
    },
  ],
  throws: [
    [Get('throws')],
    () => {
      throw new Error('thrown')
    },
  ],
  redirect: [[Get('redirect'), Redirect('/plain', 302)], () => {}],
  notModified: [[Get('not-modified'), HttpCode(304)], () => {}],
  empty: [[Get('empty'), HttpCode(204)], () => {}],
  stream: [
    [Get('stream')],
    (response) =>
      new Promise((resolve) => {
        Readable.from(['a', 'b']).pipe(response).on('finish', resolve)
      }),
  ],
  own: [[Get('own'), ...Object.entries(OWN).map(([name, value]) => Header(name, value))], () => ''],
}

// oxlint-disable-next-line typescript/no-extraneous-class -- its methods come from the table
class Routes {}
for (const [name, [decorators, work]] of Object.entries(routes)) {
  const descriptor = { value: (response: Response) => work(response), configurable: true }
  Object.defineProperty(Routes.prototype, name, descriptor)
  // The stream is written by the handler itself.
  Res({ passthrough: name !== 'stream' })(Routes.prototype, name, 0)
  for (const decorate of decorators) decorate(Routes.prototype, name, descriptor)
}
Controller()(Routes)

// oxlint-disable-next-line typescript/no-extraneous-class -- Nest knows modules by their class
class Application {}
Module({ controllers: [Routes] })(Application)

export const nest: App = {
  name: 'NestJS 12',
  negotiatesRedirects: true,
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const app = await NestFactory.create(Application, { logger: false })
    app.use(share)
    if (inner !== undefined) app.use('/inner', cors(inner))
    await app.listen(0, '127.0.0.1')
    const { port } = app.getHttpServer().address() as { port: number }
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => app.close(),
    }
  },
}
