import { FAILURE_CODES } from 'concors/protocol'
import type { Failure, FailureCode, NetworkFailureReason, Values } from 'concors/protocol'
import { FAILURES } from 'concors/failures'
import type { EngineName, Initiator, Situation } from 'concors/failures'

/** A line that an engine prints, with holes for its values, and the failures that make it print it. */
export interface ConsolePattern {
  /** Of a regular expression. Most are never needed, and compiling them takes longer than everything else. */
  readonly source: string
  /** A part of every such line: without it there is nothing to try. */
  readonly literal: string
  readonly codes: Set<FailureCode>
  /** Characters that are not holes: the more, the more telling. */
  readonly weight: number
}

// The catalogue prints its lines for a failure whose values are these marks; each mark then becomes a hole.
const MARKS: readonly (readonly [mark: string, name: string])[] = [
  ['https://zqlast.example/zq', 'url'],
  ['https://zqfirst.example/zq', 'first'],
  ['https://zqpage.example/zq', 'page'],
  ['https://zqpage.example', 'origin'],
  ['https://zquser@zqtarget.example/zq', 'location'],
  ['https://zqtarget.example/zq', 'target'],
  ['http://zqlast.example/zq', 'url'],
  ['zqport', 'port'],
  ['zqscheme', 'scheme'],
  ['zqlast.example', 'host'],
  ['zqalloworigin', 'allowOrigin'],
  ['zqcredentials', 'allowCredentials'],
  ['zqmethods', 'allowMethods'],
  ['zqheaders', 'allowHeaders'],
  ['zqmethod', 'method'],
  ['zqheader', 'header'],
  ['zqinvalid', 'invalid'],
  ['zqstatus', 'status'],
  ['zqintegrity', 'integrity'],
  ['zqhash', 'hash'],
  ['zqlength', 'length'],
  ['zqneeded', 'needed'],
]

const VALUES: Values = {
  origin: 'https://zqpage.example',
  status: 'zqstatus',
  'access-control-allow-origin': 'zqalloworigin',
  'access-control-allow-credentials': 'zqcredentials',
  'access-control-allow-methods': 'zqmethods',
  'access-control-allow-headers': 'zqheaders',
  method: 'zqmethod',
  header: 'zqheader',
  written: 'zqheader',
  invalid: 'zqinvalid',
  integrity: 'sha256-zqintegrity',
  computed: 'sha256-zqhash',
  length: 'zqlength',
  'content-length': 'zqneeded',
  'response-type': 'cors',
  url: 'https://zqlast.example/zq',
  port: 'zqport',
  scheme: 'zqscheme',
}

const TARGETS = [
  'https://zqtarget.example/zq',
  'https://zquser@zqtarget.example/zq',
  'data:zq',
  'file:///zq',
  'blob:zq',
  'about:zq',
  'zq:zq',
  'https://zqtarget.example/zq, https://zqtarget.example/zq',
] as const
const REASONS: readonly NetworkFailureReason[] = [
  'dns',
  'refused',
  'reset',
  'timeout',
  'tls',
  'invalid-response',
  'invalid-request',
  'closed',
  'app',
  'other',
]

/** It has many lines in common with failures that happen more often: they come first. */
const OF_OTHER_SCHEMES = 'redirect-scheme-not-http'
const CODES = [...FAILURE_CODES.filter((code) => code !== OF_OTHER_SCHEMES), OF_OTHER_SCHEMES] as const

/** What makes engines choose another wording for the same failure. */
function variantsOf(code: FailureCode): readonly Values[] {
  const plain = [VALUES]
  if (code.includes('network-failure') || code === 'proxy-authentication-required') {
    return [{ ...VALUES, status: 407 }, ...REASONS.map((reason) => ({ ...VALUES, reason }))]
  }
  if (code.startsWith('redirect-')) {
    const targets = code === OF_OTHER_SCHEMES ? TARGETS.filter((to) => !to.startsWith('https:')) : TARGETS
    return targets.map((location) => ({ ...VALUES, location }))
  }
  if (code === 'unsupported-scheme')
    return ['zqscheme', 'data', 'blob'].map((scheme) => ({ ...VALUES, scheme }))
  if (code === 'integrity-mismatch') return [VALUES, { ...VALUES, 'response-type': 'opaque' }]
  if (!code.includes('allow-origin') && !code.includes('wildcard') && !code.includes('credentials')) {
    return code.startsWith('corp-') ? [VALUES, { ...VALUES, location: TARGETS[0] }] : plain
  }
  const twice = { ...VALUES, written: ['Access-Control-Allow-Origin', 'Access-Control-Allow-Origin'] }
  const list = { ...VALUES, 'access-control-allow-origin': 'zqalloworigin,' }
  return [VALUES, twice, list].flatMap((values) => [values, { ...values, location: TARGETS[0] }])
}

/** All that can ask. */
export const INITIATORS: readonly Initiator[] = [
  'fetch',
  'xhr',
  'eventsource',
  'beacon',
  'image',
  'script',
  'stylesheet',
  'font',
  'audio',
  'video',
  'track',
  'link',
]

/** What a page asked for where the scheme itself is refused. */
const ODD_URLS = ['zq:zq', 'about:zq', 'file:///zq', 'data:zq', 'blob:zq', 'http://zqlast.example/zq']

const LAST = 'https://zqlast.example/zq'
const FIRST = 'https://zqfirst.example/zq'
const HOME = 'https://zqpage.example/zq'

const ODD_CODES: ReadonlySet<string> = new Set([
  'cors-disabled-scheme',
  'unsupported-scheme',
  'stream-body-needs-http2',
])

function situationsOf(initiator: Initiator, code: FailureCode): readonly Situation[] {
  const common = { origin: 'https://zqpage.example', pageUrl: HOME, initiator }
  // Their lines differ from those of fetch() only in what they call it.
  if (initiator !== 'fetch' && initiator !== 'xhr' && initiator !== 'image' && initiator !== 'script') {
    const redirected = [[LAST], [FIRST, LAST]]
    return redirected.map((urls): Situation => ({ ...common, urls, mode: 'cors', method: 'zqmethod' }))
  }
  const odd = ODD_CODES.has(code) ? ODD_URLS.map((url) => [url]) : []
  const chains = [[LAST], [FIRST, LAST], ...(initiator === 'fetch' ? [[HOME, LAST]] : []), ...odd]
  const methods = code === 'unsupported-scheme' ? ['GET', 'zqmethod'] : ['zqmethod']
  return chains.flatMap((urls) =>
    (['cors', 'no-cors'] as const).flatMap((mode) =>
      methods.map((method): Situation => ({ ...common, urls, mode, method })),
    ),
  )
}

const made = new Map<string, readonly ConsolePattern[]>()

/** Every line of an engine that the catalogue knows for what these ask, the most telling first. */
export function consolePatterns(
  engine: EngineName,
  initiators: readonly Initiator[],
): readonly ConsolePattern[] {
  const key = `${engine} ${initiators.join(' ')}`
  const known = made.get(key)
  if (known !== undefined) return known
  const patterns = makePatterns(engine, initiators)
  made.set(key, patterns)
  return patterns
}

function makePatterns(engine: EngineName, initiators: readonly Initiator[]): readonly ConsolePattern[] {
  const texts = new Map<string, Set<FailureCode>>()
  for (const code of CODES) {
    const { algorithm, steps } = FAILURES[code].step
    const situations = initiators.flatMap((initiator) => situationsOf(initiator, code))
    for (const values of variantsOf(code)) {
      const failure: Failure = { code, algorithm, step: steps[0]!, values }
      for (const situation of situations) {
        for (const { text } of linesOf(engine, failure, situation)) {
          const codes = texts.get(text)
          if (codes === undefined) texts.set(text, new Set([code]))
          else codes.add(code)
        }
      }
    }
  }
  const patterns = new Map<string, ConsolePattern>()
  for (const [text, codes] of texts) {
    const { source, literal, weight } = patternOf(text)
    // Wordings that differ only in what fills their holes are one.
    const shape = source.replaceAll(/\(\?<\w+>.*?\)/g, '()').replaceAll(/\\k<\w+>/g, '(again)')
    const same = patterns.get(shape)
    if (same === undefined) patterns.set(shape, { source, literal, weight, codes })
    else for (const code of codes) same.codes.add(code)
  }
  return [...patterns.values()].toSorted((a, b) => b.weight - a.weight)
}

function linesOf(engine: EngineName, failure: Failure, situation: Situation) {
  try {
    return FAILURES[failure.code].console[engine](failure, situation)
  } catch {
    // A wording that cannot be had with these values.
    return []
  }
}

/** Quotes and spaces as they are compared: people paste them through tools that change them. */
export function normalized(text: string): string {
  return text
    .replaceAll(/[‘’“”]/g, "'")
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const ANY_MARK = new RegExp(
  [
    ...MARKS.map(([mark]) => mark.replaceAll('.', String.raw`\.`)),
    '(?:data|blob|about|zq):zq',
    'file:///zq',
  ].join('|'),
)

function patternOf(text: string): Omit<ConsolePattern, 'codes'> {
  let source = normalized(text.replace('Status code: 407', 'Status code: zqstatus')).replaceAll(
    /[.*+?^${}()|[\]\\/]/g,
    String.raw`\$&`,
  )
  let weight = source.length
  const used = new Set<string>()
  for (const [mark, name] of MARKS) {
    const escaped = mark.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
    source = source.replaceAll(escaped, () => {
      weight -= escaped.length
      if (used.has(name)) return String.raw`\k<${name}>`
      used.add(name)
      return `(?<${name}>${HOLES[name] ?? '.*?'})`
    })
  }
  // The schemes that stand for all others in the variants.
  source = source.replaceAll(/(?:data|blob|about|zq):zq|file:\\\/\\\/\\\/zq/g, (mark) => {
    weight -= mark.length
    if (used.has('other')) return String.raw`\k<other>`
    used.add('other')
    return String.raw`(?<other>\S+)`
  })
  // The line goes on to its full stop, not to the first dot of a host.
  source = source.replace(/\\S\+\?\)\\\.$/, String.raw`\S+)\.`)
  const pieces = normalized(text.replace('Status code: 407', 'Status code: zqstatus')).split(ANY_MARK)
  const literal = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
  return { source, literal, weight }
}

const HOLES: Readonly<Record<string, string>> = {
  url: String.raw`\S+?`,
  first: String.raw`\S+?`,
  page: String.raw`\S+?`,
  origin: String.raw`[a-z][a-z0-9+.-]*:\/\/[^\s\/']+|null`,
  host: String.raw`[^\s:]+`,
  status: String.raw`\d+|\(null\)`,
}
