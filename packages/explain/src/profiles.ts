import { PROFILES } from 'concors/protocol'
import type { Profile, ProfileName } from 'concors/protocol'
import type { Difference, Exchange, ExplainedRequest, ProfileVerdict } from './explanation.js'
import { recordedAnswers, replay } from './replay.js'
import type { Answers } from './replay.js'

const NAMES: readonly ProfileName[] = ['standard', 'chromium', 'firefox', 'webkit']

type Ending = Pick<ProfileVerdict, 'verdict' | 'code'>

/** How the same fetch, on the same answers, ends in each engine, and by which of its rules. */
export function profileVerdicts(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  answers: Answers = recordedAnswers(exchanges),
): readonly ProfileVerdict[] {
  const end = (profile: ProfileName | Profile): Ending => endingOf(request, exchanges, profile, answers)
  const standard = end('standard')
  return NAMES.map((profile) => {
    const ending = profile === 'standard' ? standard : end(profile)
    const differences = isSame(ending, standard) ? [] : differencesOf(PROFILES[profile], ending, end)
    return { profile, ...ending, differences }
  })
}

/** The engines in which the page could read the response. */
export function readableIn(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  answers: Answers,
): readonly ProfileName[] {
  return NAMES.filter((profile) => endingOf(request, exchanges, profile, answers).verdict === 'readable')
}

function endingOf(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName | Profile,
  answers: Answers,
): Ending {
  const { response } = replay(request, exchanges, profile, answers)
  if (response === null) return { verdict: 'unknown', code: null }
  const { failure } = response
  if (failure === null) return { verdict: 'readable', code: null }
  const unreachable = failure.code === 'network-failure' || failure.code === 'preflight-network-failure'
  return { verdict: unreachable ? 'unreachable' : 'blocked', code: failure.code }
}

function isSame(a: Ending, b: Ending): boolean {
  return a.verdict === b.verdict && a.code === b.code
}

/**
 * Which knob makes the difference is tried out: one that alone turns the standard's ending into the engine's; if there is
 * none, those without which the engine would end otherwise.
 */
function differencesOf(
  engine: Profile,
  ending: Ending,
  end: (profile: Profile) => Ending,
): readonly Difference[] {
  const { standard } = PROFILES
  const knobs = (Object.keys(engine) as (keyof Profile)[]).filter(
    (knob) => knob !== 'name' && JSON.stringify(engine[knob]) !== JSON.stringify(standard[knob]),
  )
  const enough = (knob: keyof Profile): boolean => isSame(end({ ...standard, [knob]: engine[knob] }), ending)
  const missed = (knob: keyof Profile): boolean => !isSame(end({ ...engine, [knob]: standard[knob] }), ending)
  // Most knobs decide about nothing but headers; those that have a sentence here are tried first, in its order.
  const likely = Object.keys(WHY).filter((knob) =>
    (knobs as readonly string[]).includes(knob),
  ) as (keyof Profile)[]
  const alone = likely.find(enough) ?? knobs.find(enough)
  const needed = alone === undefined ? likely.filter(missed) : [alone]
  return needed.map((knob) => ({ knob, why: WHY[knob] ?? 'See docs/engines.md.' }))
}

const WHY: Partial<Readonly<Record<string, string>>> = {
  authorizationCoveredByWildcard:
    'For this engine Access-Control-Allow-Headers: * covers Authorization too; by the standard it does not.',
  preflightCheckOrder:
    'This engine looks at a preflight’s redirect, status and origin in an order of its own, so that it reports another of several flaws.',
  safelistTotalLimit:
    'This engine counts the bytes of all safelisted headers together, or does not, unlike the standard.',
  clientHintsSafelisted: 'Client hints such as DPR need no preflight in this engine.',
  rangeUnitCaseInsensitive: 'This engine reads the unit of Range in any case.',
  rangeFits64Bits: 'This engine does not take a Range beyond 64 bits for a simple one.',
  nonAsciiUnsafe: 'Bytes beyond ASCII in Accept or Content-Type need a preflight in this engine.',
  repeatedRequestHeaders: 'This engine joins a header that is set twice at another time than the standard.',
  forbiddenRequestHeaders: 'This engine forbids scripts to set more headers than the standard does.',
  redirectCredentialsFail:
    'This engine refuses redirects to URLs with a user name or password in more, or fewer, cases than the standard.',
  emptyLocationIgnored: 'This engine takes an empty Location for none.',
  severalLocations: 'This engine reads several Location lines in a way of its own.',
  redirectPreflight: 'After a redirect this engine asks for the headers of the first request again.',
  preflightOriginIgnoresRedirects:
    'This engine’s preflights name the page also after a redirect across origins.',
  laterRedirectsCheckedWithCredentials:
    'This engine checks redirects of a chain that began at the page’s own origin as if cookies were sent.',
  proxyAuthenticationReadable: 'This engine hands a 407 to the page like any other response.',
  mixedContentAllowsLoopback: 'This engine lets https pages load from http loopback hosts.',
  ipAddressesAreSites: 'This engine counts IP addresses as sites for Cross-Origin-Resource-Policy.',
}
