import * as chromium from './chromium.js'
import type { ConsoleLines, Initiator } from './entry.js'
import { lastUrl } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

/** How Chromium's mixed-content line names what asked; those without a comment beside them were seen. */
const INSECURE: Readonly<Record<Initiator, string>> = {
  fetch: 'resource',
  xhr: 'XMLHttpRequest endpoint',
  eventsource: 'EventSource endpoint',
  image: 'image',
  script: 'script',
  module: 'script',
  stylesheet: 'stylesheet',
  beacon: 'resource', // Not seen
  font: 'font', // Not seen
  audio: 'audio file', // Not seen
  video: 'video', // Not seen
  track: 'text track', // Not seen
  link: 'resource', // Not seen
}

const isUpgradable = (initiator: Initiator): boolean => /^(?:image|audio|video)$/.test(initiator)

const mixedInChromium: ConsoleLines = (_failure, situation) => {
  const { pageUrl, initiator } = situation
  const url = lastUrl(situation)
  const page = `Mixed Content: The page at '${pageUrl}' was loaded over HTTPS, but requested an insecure`
  const blocked = chromium.securityError(
    `${page} ${INSECURE[initiator]} '${url}'. This request has been blocked; the content must be served over HTTPS.`,
  )
  if (!isUpgradable(initiator)) return [blocked]
  // What can be upgraded is blocked only where its host is an address.
  const text = `${page} element '${url}'. This request was not upgraded to HTTPS because its URL's host is an IP address.`
  return [{ level: 'warning', source: 'security', text }, blocked]
}

const mixedInFirefox: ConsoleLines = (failure, situation) => {
  const { initiator, urls } = situation
  if (isUpgradable(initiator)) return []
  const line = firefox.javascriptError(`Blocked loading mixed active content “${lastUrl(situation)}”`)
  if (urls.length === 1) return [line]
  return [line, ...firefox.ended(failure, { ...situation, urls: urls.slice(0, -1) })]
}

const mixedInWebkit: ConsoleLines = (_failure, situation) => {
  const url = lastUrl(situation)
  const asked = situation.urls.slice(0, -1)
  const blocked = webkit.insecureContent(url, situation)
  const cannotLoad = webkit.cannotLoad(situation, webkit.bare(asked.at(-1) ?? url))
  if (situation.initiator === 'image' || cannotLoad.length === 0) return [blocked]
  if (asked.length > 0) return [blocked, ...webkit.redirectNotAllowed({ ...situation, urls: asked })]
  return [blocked, webkit.securityError('Not allowed to request resource'), ...cannotLoad]
}

export const mixedContentConsole = {
  chromium: mixedInChromium,
  firefox: mixedInFirefox,
  webkit: mixedInWebkit,
}
