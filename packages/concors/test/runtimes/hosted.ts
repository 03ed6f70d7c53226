// The behaviour suite inside a framework that has the server: it runs when `/suite` is asked for, and asks that server.
import { ask } from '../adapters/listen.js'
import type { Running } from '../adapters/app.js'
import { runAll } from './vitest.js'

let port = 0

/** The answer to `/suite`; null for any other path. */
export async function answerSuite(request: Request): Promise<Response | null> {
  const url = new URL(request.url)
  if (url.pathname !== '/suite') return null
  port = Number(url.port)
  return Response.json(await runAll())
}

export const askHost: Running['ask'] = (...parts) => ask(port, ...parts)
