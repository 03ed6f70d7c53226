import type { FetchContext } from './context.js'
import { failure } from './failure.js'
import type { Failure } from './failure.js'
import { isIpAddress } from './origin.js'
import { currentUrl } from './request.js'
import type { Destination, InnerRequest } from './request.js'
import { isLoopbackHost, isPotentiallyTrustworthyOrigin, isPotentiallyTrustworthyUrl } from './trustworthy.js'

/**
 * Images, audio and video of an https page are asked for by https.
 * https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm
 */
export function upgradeMixedContentRequest(request: InnerRequest, context: FetchContext): void {
  const url = currentUrl(request)
  const allowed = isAllowedInSecureContext(request, context)
  if (url.protocol !== 'http:' || allowed || isIpAddress(url.hostname)) return
  if (!prohibitsMixedContent(request) || !isUpgradable(request.destination, request.initiator)) return
  const upgraded = new URL(url)
  upgraded.protocol = 'https:'
  request.urlList[request.urlList.length - 1] = upgraded
}

/** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
export function mixedContent(request: InnerRequest, context: FetchContext): Failure | false {
  const blocked = prohibitsMixedContent(request) && !isAllowedInSecureContext(request, context)
  const { href } = currentUrl(request)
  const values = { url: href, origin: request.origin.serialized }
  return blocked && failure('mixed-content', 'mixed-content#should-block-fetch', '1', values)
}

/** https://w3c.github.io/webappsec-mixed-content/#categorize-settings-object */
function prohibitsMixedContent({ client, origin }: InnerRequest): boolean {
  if (isPotentiallyTrustworthyOrigin(origin)) return !isLoopbackOverHttp(origin.serialized)
  if (client === null) return false
  // A sandboxed or data: page is as secure as the page that holds it.
  if (origin.kind === 'opaque' && client.creationUrl.protocol === 'https:') return true
  return (
    isPotentiallyTrustworthyOrigin(client.topLevelOrigin) &&
    !isLoopbackOverHttp(client.topLevelOrigin.serialized)
  )
}

/** Not in Mixed Content: a page of http://localhost may load from http: in every engine. */
function isLoopbackOverHttp(origin: string): boolean {
  return origin.startsWith('http:')
}

function isAllowedInSecureContext(request: InnerRequest, { profile }: FetchContext): boolean {
  const url = currentUrl(request)
  // WebKit: only the scheme counts, but for images. Seen with http://127.0.0.1 and http://localhost.
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) {
    return profile.mixedContentAllowsLoopback || isUpgradable(request.destination, request.initiator)
  }
  return isPotentiallyTrustworthyUrl(url)
}

function isUpgradable(destination: Destination, initiator: InnerRequest['initiator']): boolean {
  return (
    destination === 'audio' ||
    destination === 'video' ||
    (destination === 'image' && initiator !== 'imageset')
  )
}
