import type { Scenario } from './scenario.js'
import { simple, STAR } from './shapes.js'

const STATUSES = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299, 300, 304, 305, 306, 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 412, 416, 417, 418, 422, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 511, 599] as const // prettier-ignore
export const statuses: readonly Scenario[] = STATUSES.flatMap((status) => [
  simple('statuses', `${status}, shared`, STAR, { reply: { status, body: 'text' } }),
  simple('statuses', `${status}, not shared`, [], { reply: { status, body: 'text' } }),
])
