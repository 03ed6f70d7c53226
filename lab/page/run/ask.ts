import type { CredentialsMode, Header, Mode } from 'concors'
import type { Places } from '../../api/places.js'
import { writeSwitches } from '../../api/switches.js'
import type { Switches } from '../../api/switches.js'

/** What answers: the switches, or a policy as JSON. */
export type Source = { readonly kind: 'switches' } | { readonly kind: 'policy'; readonly text: string }

/** What the page asks for, ready to be asked for by anybody. */
export type Ask =
  | {
      readonly kind: 'fetch'
      readonly url: string
      readonly method: string
      readonly headers: readonly Header[]
      readonly credentials: CredentialsMode
      readonly mode: Extract<Mode, 'cors' | 'no-cors'>
      readonly times: number
    }
  | {
      readonly kind: 'image'
      readonly url: string
      readonly crossOrigin: string | null
      readonly times: number
    }

const HEADERS: Readonly<Record<Switches['header'], readonly Header[]>> = {
  none: [],
  'content-type': [['Content-Type', 'application/json']],
  'x-units': [['X-Units', 'celsius']],
  authorization: [['Authorization', 'Bearer a-token-of-the-lab']],
}

/** @param run names the run, so that the servers tell this page what reached them; null for a URL to show */
export function askOf(switches: Switches, source: Source, places: Places, run: string | null): Ask {
  const image = switches.resource === 'chart'
  const origin = switches.server === 'same-site' ? places.sameSite : places.crossSite
  const url = new URL(image ? '/weather/chart.png' : '/weather/readings', origin)
  if (source.kind === 'policy') url.searchParams.set('policy', source.text)
  else writeSwitches(answering(switches), url.searchParams)
  if (run !== null) url.searchParams.set('run', run)
  if (image) {
    const crossOrigin = switches.crossOrigin === 'none' ? null : switches.crossOrigin
    // A document keeps the images that it has, and asks for none twice.
    return { kind: 'image', url: url.href, crossOrigin, times: 1 }
  }
  const { method, header, credentials, mode } = switches
  return {
    kind: 'fetch',
    url: url.href,
    method,
    headers: HEADERS[header],
    credentials,
    mode,
    times: Number(switches.times),
  }
}

/** Without what only the page has to know. */
function answering(switches: Switches): Switches {
  return {
    ...switches,
    resource: 'readings',
    server: 'cross-site',
    method: 'GET',
    header: 'none',
    credentials: 'same-origin',
    mode: 'cors',
    crossOrigin: 'none',
    times: '1',
  }
}

/** The page's code, as one would write it. */
export function codeOf(ask: Ask): string {
  if (ask.kind === 'image') {
    const { crossOrigin, url } = ask
    const attribute = crossOrigin === null ? '' : `image.crossOrigin = '${crossOrigin}'\n`
    return `const image = new Image()\n${attribute}image.src = '${url}'\nawait image.decode()\ncontext.drawImage(image, 0, 0)\ncanvas.toDataURL()`
  }
  const { url, method, headers, credentials, mode } = ask
  const options = [
    ...(method === 'GET' ? [] : [`method: '${method}'`]),
    ...headers.map(([name, value]) => `headers: { '${name}': '${value}' }`),
    ...(credentials === 'same-origin' ? [] : [`credentials: '${credentials}'`]),
    ...(mode === 'cors' ? [] : [`mode: '${mode}'`]),
  ]
  return options.length === 0
    ? `fetch('${url}')`
    : `fetch('${url}', {\n${options.map((line) => `  ${line},\n`).join('')}})`
}

/** The same as a command, with the headers that a browser would add. */
export function curlOf(ask: Ask, page: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
  const method = ask.kind === 'fetch' && ask.method !== 'GET' ? [`-X ${ask.method}`] : []
  const headers = ask.kind === 'fetch' ? ask.headers : []
  const lines = [['Origin', page], ...headers].map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  return [`curl -i ${quoted(ask.url)}`, ...method, ...lines].join(' \\\n  ')
}
