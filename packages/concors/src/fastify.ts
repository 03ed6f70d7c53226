/**
 * CORS for Fastify 5.
 *
 * @module concors/fastify
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { NodeAdapter } from './adapters/node-adapter.js'
import { routePreflights } from './adapters/fastify-routes.js'
import type { FastifyInstance } from './adapters/fastify-routes.js'
import { isOver } from './adapters/node-answer.js'
import { nodeFacts } from './adapters/node-request.js'
import type { NodeRequest } from './adapters/node-request.js'
import { attach } from './adapters/node-response.js'
import type { NodeResponse } from './adapters/node-response.js'
import type { Decision } from './policy/decision.js'
import type { Facts } from './policy/facts.js'

export type { FastifyInstance } from './adapters/fastify-routes.js'
export type { CorsHooks, PolicySource } from './adapters/live-policy.js'
export type { DecisionMessage } from './adapters/node-adapter.js'
export type { NodeRequest } from './adapters/node-request.js'
export type { NodeResponse } from './adapters/node-response.js'

/** What is used of Fastify's request. */
export interface FastifyRequest {
  readonly raw: NodeRequest
}

/** What is used of Fastify's reply. */
export interface FastifyReply {
  readonly raw: NodeResponse
  code(status: number): unknown
  send(): unknown
  hijack(): unknown
}

type Done = (error?: Error) => void

type Hook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void

/** A plugin for `app.register`. */
export interface FastifyCors {
  (app: FastifyInstance, options: unknown, done: () => void): void
  /** Replaces the policy while running. One with a mistake throws, and the old one stays. */
  readonly reconfigure: (source: PolicySource) => void
}

/**
 * ```ts
 * await app.register(cors({ allowOrigins: ['https://app.example'] }))
 * ```
 *
 * Registered for the whole application, it also covers routes that do not exist; registered in a scope, the routes of
 * that scope. It does not cover a URL that Fastify cannot decode (`/%`), whose error is sent before any hook runs.
 *
 * @throws PolicyError if the options have a mistake
 */
export function cors(source: PolicySource, hooks?: CorsHooks<NodeRequest>): FastifyCors {
  const adapter = new NodeAdapter(source, hooks)
  // Fastify writes the answer itself, so that hooks and logs see it.
  const answer = (decision: Decision, reply: FastifyReply): void => {
    attach(reply.raw, decision, adapter)
    reply.code(decision.status!)
    reply.send()
  }
  const settleLater = async (
    decision: Promise<Decision | null>,
    reply: FastifyReply,
    done: Done,
  ): Promise<void> => {
    let made: Decision | null
    try {
      made = await decision
    } catch (error) {
      done(error as Error)
      return
    }
    // Meanwhile somebody else has answered: neither Fastify nor a handler has anything to add.
    if (isOver(reply.raw)) reply.hijack()
    else if (made === null) done()
    else answer(made, reply)
  }
  // Without a promise where none is needed.
  const hook: Hook = (request, reply, done) => {
    const decision = adapter.decide(request.raw, reply.raw, true, fastifyFacts(request.raw))
    if (decision === null) done()
    else if (decision instanceof Promise) void settleLater(decision, reply, done)
    else answer(decision, reply)
  }
  const plugin = (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.addHook('onRequest', hook)
    routePreflights(app)
    done()
  }
  return Object.assign(plugin, {
    // The hook is for the whole application, not for what this plugin would register: what fastify-plugin does.
    [Symbol.for('skip-override')]: true,
    reconfigure: (changed: PolicySource) => adapter.reconfigure(changed),
  })
}

/**
 * Fastify has had `headers` built by now, where a name is found faster than in the raw list. They have all lines of what
 * CORS asks for, joined, as hooks before this one left them; of other names they may have the first line only, so those
 * are read from the list.
 */
function fastifyFacts(request: NodeRequest): Facts {
  const headers = request.headers ?? {}
  return {
    method: request.method ?? 'GET',
    origin: textOf(headers['origin']),
    header: (name) => {
      // By names that are written out, which are found faster.
      if (name === 'access-control-request-method') return textOf(headers['access-control-request-method'])
      if (name === 'access-control-request-headers') return textOf(headers['access-control-request-headers'])
      return nodeFacts(request).header(name)
    },
  }
}

function textOf(value: string | readonly string[] | undefined): string | null {
  if (typeof value === 'string') return value
  return value?.join(', ') ?? null
}
