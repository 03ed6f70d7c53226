/** What CORS costs on node:http: without it, by npm's cors, by concors, and by hand. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { cors } from 'concors/node'
import npmCors from 'cors'
import { runWorker } from '../interleave.js'
import type { Variant } from '../interleave.js'
import { EXPOSED, HEADERS, MAX_AGE, METHODS, OPTIONS } from './policy.js'
import { ALLOWED, methodOf, nodeRequest, nodeResponse, rawHeaders, respond } from './requests.js'
import type { Kind } from './requests.js'

type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** Arguments: the kind of request, and `read` where something has read `request.headers` before. */
const through = (create: () => Middleware): Variant =>
  async function variant([kind, read]) {
    const middleware = create()
    const method = methodOf(kind as Kind)
    const raw = rawHeaders(kind as Kind)
    return () => {
      const request = nodeRequest(method, raw)
      if (read === 'read') void request.headers
      const response = nodeResponse(request)
      middleware(request, response, () => {
        if (method === 'OPTIONS') response.writeHead(204).end()
        else respond(response)
      })
    }
  }

/** The headers that concors sends for the allowed origin, written by hand and always the same. */
const byHand: Middleware = (_request, response, next) => {
  response.setHeader('Vary', 'Origin')
  response.setHeader('Access-Control-Allow-Origin', ALLOWED)
  response.setHeader('Access-Control-Allow-Credentials', 'true')
  response.setHeader('Access-Control-Expose-Headers', EXPOSED.join(','))
  next()
}

const NPM_OPTIONS = {
  origin: [ALLOWED],
  credentials: true,
  methods: METHODS,
  allowedHeaders: HEADERS,
  exposedHeaders: EXPOSED,
  maxAge: MAX_AGE,
}

await runWorker({
  base: through(() => (_request, _response, next) => next()),
  'by hand': through(() => byHand),
  'npm cors': through(() => npmCors(NPM_OPTIONS)),
  concors: through(() => cors(OPTIONS)),
})
