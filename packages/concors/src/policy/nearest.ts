/** What other libraries call the options. */
const ALIASES: Readonly<Record<string, string>> = {
  origin: 'allowOrigins',
  origins: 'allowOrigins',
  alloworigin: 'allowOrigins',
  allowedorigins: 'allowOrigins',
  credentials: 'allowCredentials',
  credentialed: 'allowCredentials',
  methods: 'allowMethods',
  allowedmethods: 'allowMethods',
  headers: 'allowHeaders',
  requestheaders: 'allowHeaders',
  allowedheaders: 'allowHeaders',
  responseheaders: 'exposeHeaders',
  exposedheaders: 'exposeHeaders',
  maxageinseconds: 'maxAge',
  optionssuccessstatus: 'preflightStatus',
}

/** The known name that a wrong one was meant to be, if one is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  if (Object.hasOwn(ALIASES, lower) && known.includes(ALIASES[lower]!)) return ALIASES[lower]
  if (name.length > 40) return undefined
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= Math.max(1, name.length / 4) ? best.candidate : undefined
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same))
    }
    previous = row
  }
  return previous.at(-1)!
}
