import type { ProfileName } from 'concors'

/** The engine of the visitor's browser, and its name and version as people say them. */
export interface Visitor {
  readonly profile: Exclude<ProfileName, 'standard'>
  readonly name: string
}

/** Reads `navigator.userAgent`; every browser has one of three engines. */
export function visitorOf(userAgent: string): Visitor {
  const firefox = /Firefox\/(\d+)/.exec(userAgent)
  if (firefox !== null) return { profile: 'firefox', name: `Firefox ${firefox[1]}` }
  const chromium = /(?:Chrome|Chromium)\/(\d+)/.exec(userAgent)
  if (chromium !== null) return { profile: 'chromium', name: `Chromium ${chromium[1]}` }
  const safari = /Version\/([\d.]+) .*Safari/.exec(userAgent)
  if (safari !== null) return { profile: 'webkit', name: `Safari ${safari[1]}` }
  return { profile: /AppleWebKit/.test(userAgent) ? 'webkit' : 'chromium', name: 'this browser' }
}
