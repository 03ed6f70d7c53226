import { describe, expect, test } from 'vitest'
import { cors as fastifyCors } from '../../src/fastify.js'
import { cors as fetchCors } from '../../src/fetch.js'
import { cors as honoCors } from '../../src/hono.js'
import { PolicyError } from '../../src/index.js'
import { cors as koaCors } from '../../src/koa.js'
import { cors as nodeCors } from '../../src/node.js'

type SetUp = (source: unknown, hooks?: unknown) => { reconfigure(source: unknown): void }

/** Each as plain JavaScript sees it. */
const adapters = [
  ['node', nodeCors],
  ['fetch', fetchCors],
  ['fastify', fastifyCors],
  ['koa', koaCors],
  ['hono', honoCors],
] as unknown as readonly (readonly [name: string, cors: SetUp])[]

function issuesOf(work: () => unknown): readonly string[] {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.issues.map(({ code, path }) => `${code} ${path}`)
  }
}

describe.each(adapters)('cors of concors/%s', (_, cors) => {
  test.each([undefined, null, '*', 42])('takes options, and says so of %j', (source) => {
    expect(issuesOf(() => cors(source))).toEqual(['not-an-object '])
    expect(issuesOf(() => cors({ allowOrigins: '*' }).reconfigure(source))).toEqual(['not-an-object '])
  })

  test.each([
    [null, ['not-an-object hooks']],
    [42, ['not-an-object hooks']],
    [() => {}, ['not-an-object hooks']],
    [[], ['not-an-object hooks']],
    [{ onDecision: 'log' }, ['wrong-type hooks.onDecision']],
    [{ onConflict: null }, ['wrong-type hooks.onConflict']],
    [{ debug: 'yes' }, ['wrong-type hooks.debug']],
    [{ ondecision: () => {} }, ['unknown-option hooks.ondecision']],
    [
      { log: 1, debug: 1, dangerouslyDebugInProduction: 'no' },
      ['unknown-option hooks.log', 'wrong-type hooks.debug', 'wrong-type hooks.dangerouslyDebugInProduction'],
    ],
    [{ onDecision: undefined, debug: false }, []],
  ])('looks at its hooks before a request does: %j', (hooks, issues) => {
    expect(issuesOf(() => cors({ allowOrigins: '*' }, hooks))).toEqual(issues)
  })
})
