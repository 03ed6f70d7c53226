import type { PolicyOptions } from 'concors'
import { ALLOWED } from './requests.js'

/** What all variants are told, each in its own words. */
export const METHODS = ['PUT', 'DELETE']
export const HEADERS = ['content-type', 'x-csrf-token']
export const EXPOSED = ['x-total-count']
export const MAX_AGE = 600

export const OPTIONS: PolicyOptions = {
  allowOrigins: [ALLOWED],
  allowCredentials: true,
  allowMethods: METHODS,
  allowHeaders: HEADERS,
  exposeHeaders: EXPOSED,
  maxAge: MAX_AGE,
}
