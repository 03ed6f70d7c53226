import { lazy } from './lazy.js'
import { createNetworkError } from 'concors/protocol'
import type { Failure, InnerResponse, TraceRecorder } from 'concors/protocol'
import type { Driven } from './drive.js'
import { BytesBody } from './transport/wire-body.js'

/** Weakest first. https://w3c.github.io/webappsec-subresource-integrity/#hash-functions */
const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const

interface Digest {
  readonly algorithm: (typeof ALGORITHMS)[number]
  readonly value: string
}

/**
 * Compares what came with the `integrity` of the request: reads the whole body first, as browsers do.
 * https://fetch.spec.whatwg.org/#concept-main-fetch step 23
 */
export async function checkIntegrity(
  { response, body }: Driven,
  integrity: string,
  recorder: TraceRecorder | null,
): Promise<Driven> {
  // The protocol has refused what has no body (23.2).
  if (response.failure !== null || body === null) return { response, body }
  const strongest = strongestDigests(integrity)
  // Not one digest that is known: there is nothing to compare.
  if (strongest.length === 0) return { response, body }
  const bytes = await body.bytes()
  const computed = digest(strongest[0]!.algorithm, bytes)
  const values = { integrity, computed: `${strongest[0]!.algorithm}-${computed}` }
  if (strongest.some(({ value }) => value === computed)) {
    recorder?.pass('concept-main-fetch', '23.3.1', values)
    return { response, body: new BytesBody(bytes) }
  }
  const contentLength = response.internalResponse?.headerList.find(([name]) => /^content-length$/i.test(name))
  const failure: Failure = {
    code: 'integrity-mismatch',
    algorithm: 'concept-main-fetch',
    step: '23.3.1',
    values: {
      ...values,
      length: String(bytes.byteLength),
      'content-length': contentLength?.[1] ?? '',
      'response-type': response.type,
    },
  }
  recorder?.decide(failure)
  return { response: withUrls(createNetworkError(failure), response), body: null }
}

/** https://w3c.github.io/webappsec-subresource-integrity/#parse-metadata and #get-the-strongest-metadata */
function strongestDigests(integrity: string): readonly Digest[] {
  let strongest: readonly Digest[] = []
  let strength = -1
  for (const item of integrity.split(/[\t\n\f\r ]+/)) {
    // What follows a `?` is reserved for options.
    const [, name, value] = /^(sha256|sha384|sha512)-([\w+/-]+={0,2})(?:\?[\x21-\x7e]*)?$/i.exec(item) ?? []
    if (name === undefined || value === undefined) continue
    const algorithm = name.toLowerCase() as Digest['algorithm']
    const found = ALGORITHMS.indexOf(algorithm)
    if (found < strength) continue
    const entry = { algorithm, value: canonical(value) }
    strongest = found === strength ? [...strongest, entry] : [entry]
    strength = found
  }
  return strongest
}

/** Browsers take the URL alphabet of base64, and digests without padding, for the same. */
function canonical(base64: string): string {
  return Buffer.from(base64, 'base64').toString('base64')
}

function digest(algorithm: Digest['algorithm'], bytes: Uint8Array): string {
  return lazy.crypto().createHash(algorithm).update(bytes).digest('base64')
}

function withUrls(error: InnerResponse, { urlList }: InnerResponse): InnerResponse {
  error.urlList = urlList
  return error
}
