import type { OriginName } from './pages.js'
import type { Init, Reply, Scenario, Step } from './scenario.js'
import { CREDENTIALED, STAR } from './shapes.js'

/** Where nothing is loaded from over HTTP. */
const LOCATIONS = [
  'data:text/plain,{id}',
  'javascript:{id}',
  'file:///{id}',
  'ftp://127.0.0.1/{id}',
  'ws://127.0.0.1/{id}',
  'wss://127.0.0.1/{id}',
  'blob:{B}/{id}',
  'blob:{L}/{id}',
  'unknown://{id}/',
] as const

function redirect(at: OriginName, location: string, more: Reply['headers'] = []): Scenario['routes'] {
  return { [`${at}/0`]: { '*': { status: 302, headers: [...more, ['Location', location]] } } }
}

/** From each server to each scheme, as each mode sees it. */
const schemes = LOCATIONS.flatMap((location) =>
  (
    [
      ['A', 'A', false, {}],
      ['A', 'A', false, { mode: 'no-cors' }],
      ['A', 'A', false, { mode: 'same-origin' }],
      ['A', 'B', false, {}],
      ['A', 'B', true, {}],
      ['A', 'B', false, { mode: 'no-cors' }],
      ['SA', 'SA', false, {}],
      ['SA', 'SA', false, { mode: 'no-cors' }],
      ['SA', 'SC', true, { mode: 'no-cors' }],
      ['sandbox', 'A', true, {}],
    ] as const
  ).map(
    ([page, at, shared, init]: readonly [
      Scenario['page'] & string,
      OriginName,
      boolean,
      Init,
    ]): Scenario => ({
      group: 'redirects',
      name: `${page} asks ${at}, which leads to ${location}, ${shared ? 'shared' : 'not shared'}, ${JSON.stringify(init)}`,
      page,
      routes: redirect(at, location, shared ? STAR : []),
      steps: [{ fetch: `${at}/0#f`, init }],
    }),
  ),
)

const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** An element whose server says that its bytes are in a `data:` URL. */
const elements = (['A', 'B'] as const).flatMap((at) =>
  (
    [
      ['an image', PIXEL, { image: `${at}/0`, crossOrigin: null }],
      ['an image with CORS', PIXEL, { image: `${at}/0`, crossOrigin: 'anonymous' }],
      ['a script', 'data:text/javascript,1', { load: `${at}/0`, as: 'script' }],
      ['a script with CORS', 'data:text/javascript,1', { load: `${at}/0`, as: 'script', crossOrigin: '' }],
      ['a module', 'data:text/javascript,1', { load: `${at}/0`, as: 'module' }],
      ['a style sheet', 'data:text/css,a{}', { load: `${at}/0`, as: 'stylesheet' }],
      ['no style sheet', 'data:text/plain,a{}', { load: `${at}/0`, as: 'stylesheet' }],
      ['a font', 'data:font/ttf,a', { load: `${at}/0`, as: 'font' }],
    ] as const satisfies readonly (readonly [string, string, Step])[]
  ).map(([what, location, step]): Scenario => ({
    group: 'image' in step ? 'images' : 'elements',
    name: `${what} of ${at} is redirected to a data: URL`,
    routes: redirect(at, location, CREDENTIALED),
    steps: [step],
  })),
)

/** What Cross-Origin-Resource-Policy refuses, wherever it leads. */
const refused = ['', '//', 'http://[', '{A/1}', 'data:,x'].flatMap((location) =>
  (
    [
      ['fetch()', { fetch: 'L/0#f', init: { mode: 'no-cors' } }],
      ['an image', { image: 'L/0', crossOrigin: null }],
    ] as const
  ).map(([what, step]): Scenario => ({
    group: 'redirects',
    name: `refused by Cross-Origin-Resource-Policy on the way to ${JSON.stringify(location)}, by ${what}`,
    routes: redirect('L', location, [['Cross-Origin-Resource-Policy', 'same-origin']]),
    steps: [step],
  })),
)

/** How the console names a URL with user name and password, by what becomes of the credentials where it is another origin's. */
const userInfo = (['include', 'omit', 'same-origin', null] as const).map((credentials): Scenario => {
  const step: Step =
    credentials === null
      ? { image: 'A/0', crossOrigin: null }
      : { fetch: 'A/0', init: { mode: 'no-cors', credentials } }
  return {
    group: 'redirects',
    name: `to user name and password, which Cross-Origin-Resource-Policy refuses, ${credentials ?? 'an image'}`,
    routes: {
      ...redirect('A', '{user:pw@www/1}'),
      'www/1': { '*': { headers: [['Cross-Origin-Resource-Policy', 'same-origin']] } },
    },
    steps: [step],
  }
})

export const redirectsElsewhere: readonly Scenario[] = [...schemes, ...elements, ...refused, ...userInfo]
