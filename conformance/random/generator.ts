import { pageKind, PAGE_NAMES } from '../scenarios/pages.js'
import type { OriginName, PageName } from '../scenarios/pages.js'
import type { FetchStep, Reply, Route, Scenario, Step } from '../scenarios/scenario.js'
import { Draw } from './draw.js'
import { randomFinalReply, randomImageReply, randomPreflightReply, randomRedirect } from './replies.js'
import { randomFetch } from './requests.js'
import type { Way } from './requests.js'

const COMMON_PAGES: readonly PageName[] = ['A', 'A', 'A', 'L', 'app', 'SA', 'SA', 'sandbox', 'data']

const HTTP_PAGES: readonly PageName[] = ['A', 'L', 'app', 'sandbox', 'data']
const SECURE_PAGES: readonly PageName[] = ['SA', 'SC']

const TARGETS: readonly OriginName[] = ['A', 'A', 'B', 'B', 'B', 'C', 'L', 'app', 'www', 'api']
const SECURE_TARGETS: readonly OriginName[] = ['SA', 'SA', 'SB', 'SB', 'SB', 'SC', 'SC']
/** Of pages of https: mixed content. What images make of it, the named cases show. */
const MIXED_TARGETS: readonly OriginName[] = ['A', 'L', 'app', 'api']
const ODD_TARGETS: readonly OriginName[] = ['idn', 'SA', 'SB', 'SC', 'selfSigned']

/** Scenario `number` of a seed: a chain of redirects, and what a page, or two, asks of it. */
export function randomScenario(seed: number, number: number): Scenario {
  const draw = new Draw(seed, number)
  const page = randomPage(draw)
  const before = draw.chance(0.05) ? draw.pick(isSecure(page) ? SECURE_PAGES : HTTP_PAGES) : null
  const origin = ['sandbox', 'data'].includes(page) ? 'null' : `{${pageKind(page).at}}`
  const secure = isSecure(page)
  const image = draw.chance(0.08)
  const hops = draw.pick([1, 1, 1, 1, 2, 2, 2, 3, 3, 4])
  // Chromium names the page around a frame there.
  const mayBeMixed = !image && page !== 'framed' && before === null
  const target = (): OriginName => {
    if (secure) return draw.pick(mayBeMixed && draw.chance(0.15) ? MIXED_TARGETS : SECURE_TARGETS)
    return draw.pick(draw.chance(0.03) ? ODD_TARGETS : TARGETS)
  }
  const addresses = Array.from({ length: hops }, (_, index) => `${target()}/${index}`)
  const routes = addresses.map((address, index): readonly [string, Route] => {
    const last = image ? randomImageReply : randomFinalReply
    const next = addresses[index + 1]
    // WebKit: an image whose redirect has an empty Location never ends.
    const answer = (): Reply =>
      next === undefined ? last(draw, origin) : randomRedirect(draw, origin, next, !image)
    const preflight = (): Reply => randomPreflightReply(draw, origin)
    return [address, { OPTIONS: perhapsTwo(draw, preflight), '*': perhapsTwo(draw, answer) }]
  })
  const first = addresses[0]!
  const way = (address: string): Way => ({
    address,
    mixed: secure && !address.startsWith('S'),
  })
  return {
    group: image ? 'images' : hops === 1 ? 'preflight cache' : 'redirects',
    name: `seed ${seed}, number ${number}`,
    page,
    ...(before === null
      ? {}
      : { before: { page: before, steps: [withoutCookies(randomFetch(draw, way(first)))] } }),
    routes: Object.fromEntries(routes),
    steps: image ? randomImages(draw, way(first)) : randomFetches(draw, way(first), way(addresses.at(-1)!)),
  }
}

/** What one site keeps of another's cookies, and the next page sends, is a group of cases of its own. */
function withoutCookies(step: FetchStep): FetchStep {
  return { ...step, init: { ...step.init, credentials: 'omit' } }
}

function isSecure(page: PageName): boolean {
  return pageKind(page).at.startsWith('S')
}

function randomPage(draw: Draw): PageName {
  return draw.pick(draw.chance(0.2) ? PAGE_NAMES : COMMON_PAGES)
}

/** Mostly the same answer each time. */
function perhapsTwo(draw: Draw, make: () => Reply): Reply | readonly Reply[] {
  return draw.chance(0.08) ? [make(), make()] : make()
}

function randomFetches(draw: Draw, first: Way, last: Way): readonly Step[] {
  const step = randomFetch(draw, first)
  return [
    step,
    ...draw.maybe(0.4, () => (draw.chance(0.5) ? step : randomFetch(draw, first))),
    ...draw.maybe(0.1, () => randomFetch(draw, last)),
  ]
}

/** With a query each: an image that is there already would not be asked for again. */
function randomImages(draw: Draw, way: Way): readonly Step[] {
  const crossOrigin = (): string | null => draw.pick([null, '', 'anonymous', 'use-credentials', 'bogus'])
  return [
    { image: way.address, crossOrigin: crossOrigin() },
    ...draw.maybe(0.3, () => ({ image: `${way.address}?1`, crossOrigin: crossOrigin() })),
    ...draw.maybe(0.2, () => randomFetch(draw, { ...way, address: `${way.address}?2` })),
  ]
}
