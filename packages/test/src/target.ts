import { EventEmitter } from 'node:events'
import type { Server } from 'node:http'
import type { App, NodeListener } from '@concors/user-agent'

/** A Koa app. */
interface HasCallback {
  callback(): NodeListener
}

/** A Fastify instance. */
interface HasRouting {
  ready(): PromiseLike<unknown>
  readonly routing: NodeListener
}

/**
 * A server to ask: an app of this process (Express, Koa, Fastify, Hono, `{ fetch }`, a node listener), a server of node:http
 * that need not listen, or the URL of one that runs.
 */
export type Target = App | HasCallback | HasRouting | Server | string | URL

/** Where a target is asked, and what is mounted there. */
export interface MountedTarget {
  readonly url: URL
  readonly network: Readonly<Record<string, App>>
}

/**
 * @param at the origin at which an app is mounted
 * @throws TypeError for what is no server
 */
export function mountedTarget(target: unknown, at: URL, matcher: string): MountedTarget {
  if (typeof target === 'string' || target instanceof URL) {
    return { url: targetUrl(target, matcher), network: {} }
  }
  const app = appOf(target)
  if (app === null) {
    throw new TypeError(
      `${matcher}: expect() got ${describe(target)}, which is no server; give it an app, a server of node:http, or a URL`,
    )
  }
  return { url: at, network: { [at.origin]: app } }
}

function appOf(target: unknown): App | null {
  if (typeof target === 'function') return target as NodeListener
  if (typeof target !== 'object' || target === null) return null
  if (has(target, 'fetch')) return target as App
  if (has(target, 'callback')) return (target as HasCallback).callback()
  if (has(target, 'routing')) {
    const fastify = target as HasRouting
    return async (request, response) => {
      await fastify.ready()
      fastify.routing(request, response)
    }
  }
  if (target instanceof EventEmitter && target.listenerCount('request') > 0) {
    return (request, response) => void target.emit('request', request, response)
  }
  return null
}

function has(target: object, method: string): boolean {
  return typeof (target as Readonly<Record<string, unknown>>)[method] === 'function'
}

function targetUrl(target: string | URL, matcher: string): URL {
  const text = String(target)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      `${matcher}: ${JSON.stringify(text)} is no URL of a server; write it whole, like http://127.0.0.1:3000/items`,
    )
  }
  return url
}

function describe(target: unknown): string {
  if (target === null || typeof target !== 'object') {
    return target === undefined || target === null ? String(target) : `a ${typeof target}`
  }
  const { name } = target.constructor ?? { name: '' }
  return name === 'Object' || name === ''
    ? 'an object without a method fetch'
    : `an object of the class ${name}`
}
