import type { Explanation } from '../explanation.js'
import { frameworkStacks } from './frameworks.js'
import { javascriptStacks, otherJavascriptStacks } from './javascript.js'
import { needOf } from './need.js'
import type { Need } from './need.js'
import { serverStacks } from './servers.js'

/** The fix in the words of one framework or server. */
export interface StackFix {
  readonly stack: StackName
  readonly code: string
  /** Whether a test runs code like this with the real thing. */
  readonly run: boolean
}

const STACKS = { ...javascriptStacks, ...otherJavascriptStacks, ...frameworkStacks, ...serverStacks }

/** Those that conformance/stacks runs, in the real servers. */
const RUN_ELSEWHERE: ReadonlySet<string> = new Set([
  'apache',
  'caddy',
  'cloudflare-workers',
  'django',
  'fastapi',
  'flask',
  'nextjs',
  'nginx',
  'rails',
])

export type StackName = keyof typeof STACKS

export const STACK_NAMES = Object.keys(STACKS) as readonly StackName[]

/** The configuration that the fix needs; null where there is none, or where it would let in more than the page. */
export function stackFix(explanation: Explanation, stack: StackName): StackFix | null {
  const need = needOf(explanation)
  if (need === null) return null
  const write: (need: Need) => string = STACKS[stack]
  return { stack, code: write(need), run: stack in javascriptStacks || RUN_ELSEWHERE.has(stack) }
}

/** By what a server says of itself; the first that fits. */
const SIGNS: readonly (readonly [name: string, pattern: RegExp, stack: StackName])[] = [
  ['x-powered-by', /^express/i, 'express'],
  ['x-powered-by', /^next\.js/i, 'nextjs'],
  ['x-powered-by', /^asp\.net/i, 'aspnet'],
  ['x-powered-by', /phusion|rails/i, 'rails'],
  ['server', /^uvicorn|^hypercorn/i, 'fastapi'],
  ['server', /^werkzeug/i, 'flask'],
  ['server', /^wsgiserver/i, 'django'],
  ['server', /^kestrel|^microsoft-iis/i, 'aspnet'],
  ['server', /^puma/i, 'rails'],
  ['server', /^amazons3/i, 's3'],
  ['x-amzn-requestid', /./, 'api-gateway'],
  ['apigw-requestid', /./, 'api-gateway'],
  ['set-cookie', /^laravel_session=/, 'laravel'],
  ['set-cookie', /^csrftoken=/, 'django'],
  ['set-cookie', /^_\w+_session=/, 'rails'],
  ['server', /^caddy/i, 'caddy'],
  ['server', /^apache(?!-coyote)/i, 'apache'],
  ['server', /^nginx|^openresty/i, 'nginx'],
]

/** Which stack the answers seem to come from; null where nothing tells. */
export function guessStack({ exchanges }: Pick<Explanation, 'exchanges'>): StackName | null {
  const headers = exchanges.flatMap(({ response }) => response?.headers ?? [])
  const sign = SIGNS.find(([name, pattern]) =>
    headers.some(([other, value]) => other.toLowerCase() === name && pattern.test(value)),
  )
  return sign?.[2] ?? null
}
