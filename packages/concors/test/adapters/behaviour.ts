import { afterEach, describe, expect, test, vi } from 'vitest'
import { definePolicies, definePolicy } from '../../src/index.js'
import type { Decision, ListPolicyOptions, OriginQuestion } from '../../src/index.js'
import type { CorsHooks, PolicySource } from '../../src/node.js'
import { EVIL } from './app.js'
import type { Answer, App, Running } from './app.js'

export const A = 'https://a.example'
const OPTIONS: ListPolicyOptions = {
  allowOrigins: [A, 'https://b.example'],
  allowCredentials: true,
  allowMethods: ['PUT'],
  allowHeaders: ['x-a'],
  exposeHeaders: ['x-e'],
  maxAge: 60,
  timingAllowOrigins: [A],
  resourcePolicy: 'cross-origin',
}
const PREFLIGHT = {
  origin: A,
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'x-a',
}

let running: Running | null = null
afterEach(async () => {
  await running?.close()
  running = null
})

export async function start(
  app: App,
  source: PolicySource = OPTIONS,
  hooks?: CorsHooks<object>,
  inner?: PolicySource,
): Promise<Running> {
  running = await app.start(source, hooks, inner)
  return running
}

/** The values of a header, line by line. */
export function lines({ headers }: Answer, name: string): string[] {
  return headers.filter(([own]) => own === name).map(([, value]) => value)
}

/** @param ofFramework members that are there whatever the policy says */
export function vary(answer: Answer, ofFramework: readonly string[] = []): string[] {
  return lines(answer, 'vary')
    .flatMap((line) => line.split(','))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !ofFramework.includes(name))
    .toSorted()
}

/** All headers that the policy owns. */
export function shared({ headers }: Answer): Record<string, string[]> {
  const owned = headers.filter(([name]) => name.startsWith('access-control-'))
  return Object.fromEntries(
    owned.map(([name]) => [name, owned.filter(([n]) => n === name).map(([, v]) => v)]),
  )
}

export const ACTUAL = {
  'access-control-allow-origin': [A],
  'access-control-allow-credentials': ['true'],
  'access-control-expose-headers': ['x-e'],
}

const GRANT = {
  'access-control-allow-origin': [A],
  'access-control-allow-credentials': ['true'],
  'access-control-allow-methods': ['PUT'],
  'access-control-allow-headers': ['x-a'],
  'access-control-max-age': ['60'],
}

/**
 * What every adapter does, on every framework and runtime: the one suite, run by adapters.test.ts on Node and by
 * test/runtimes/ inside Bun, Deno and workerd.
 */
export function describeBehaviour(apps: readonly App[]): void {
  describe.each(apps)('$name', (app) => {
    const varyOf = (answer: Answer): string[] => vary(answer, app.variesBy)
    const actual: readonly (readonly [path: string, status: number, vary: readonly string[]])[] = [
      ['/plain', 200, ['origin']],
      ['/meddles', 200, ['accept-encoding', 'origin']],
      ['/appends', 200, ['accept', 'origin']],
      ['/removes', 200, ['origin']],
      ['/throws', 500, ['origin']],
      ['/redirect', 302, ['origin']],
      ['/not-modified', 304, ['origin']],
      ['/empty', 204, ['origin']],
      ['/stream', 200, ['origin']],
      ['/own', 200, ['origin']],
      ['/missing', 404, ['origin']],
    ]

    test.each(actual)(
      '%s: what the policy says is on the wire, and nothing else',
      async (path, status, usual) => {
        const members =
          path === '/redirect' && app.negotiatesRedirects === true ? ['accept', ...usual] : usual
        const { ask } = await start(app)
        const allowed = await ask('GET', path, { origin: A })
        expect(allowed.status).toBe(status)
        expect(shared(allowed)).toEqual(ACTUAL)
        expect(varyOf(allowed)).toEqual(members)
        const refused = await ask('GET', path, { origin: EVIL })
        expect([refused.status, shared(refused), varyOf(refused)]).toEqual([status, {}, members])
        const plain = await ask('GET', path)
        expect([plain.status, shared(plain), varyOf(plain)]).toEqual([status, {}, members])
      },
    )

    test('what the handler sends besides is kept', async () => {
      const { ask } = await start(app)
      expect(lines(await ask('GET', '/appends', { origin: A }), 'set-cookie')).toEqual(['a=1', 'b=2'])
      expect((await ask('GET', '/stream', { origin: A })).body).toBe('ab')
      const location = lines(await ask('GET', '/redirect', { origin: A }), 'location')
      expect(location[0]).toMatch(/\/plain$/)
    })

    test('timing and resource policy are defaults', async () => {
      const { ask } = await start(app)
      const plain = await ask('GET', '/plain')
      expect([lines(plain, 'timing-allow-origin'), lines(plain, 'cross-origin-resource-policy')]).toEqual([
        [A],
        ['cross-origin'],
      ])
      const own = await ask('GET', '/own', { origin: A })
      expect([lines(own, 'timing-allow-origin'), lines(own, 'cross-origin-resource-policy')]).toEqual([
        [EVIL],
        ['same-origin'],
      ])
    })

    test('* is on every response, without Vary', async () => {
      const { ask } = await start(app, { allowOrigins: '*' })
      for (const path of ['/plain', '/throws', '/missing', '/removes']) {
        const answer = await ask('GET', path)
        expect(shared(answer)).toEqual({ 'access-control-allow-origin': ['*'] })
        expect(varyOf(answer)).toEqual([])
      }
    })

    test('a preflight is answered, without length on 204', async () => {
      const { ask } = await start(app)
      for (const path of ['/plain', '/missing', '/throws']) {
        const answer = await ask('OPTIONS', path, PREFLIGHT)
        expect([answer.status, answer.body, lines(answer, 'content-length')]).toEqual([204, '', []])
        expect(shared(answer)).toEqual(GRANT)
        expect(varyOf(answer)).toEqual([
          'access-control-request-headers',
          'access-control-request-method',
          'origin',
        ])
      }
    })

    test('a preflight is answered with 200 where that is asked for', async () => {
      const { ask } = await start(app, { ...OPTIONS, preflightStatus: 200 })
      const answer = await ask('OPTIONS', '/plain', PREFLIGHT)
      expect([answer.status, answer.body]).toEqual([200, ''])
    })

    test('a refused preflight tells nothing', async () => {
      const { ask } = await start(app)
      const refused = [
        { ...PREFLIGHT, origin: EVIL },
        { ...PREFLIGHT, 'access-control-request-method': 'DELETE' },
        { ...PREFLIGHT, 'access-control-request-headers': 'x-c' },
      ]
      for (const headers of refused) {
        const answer = await ask('OPTIONS', '/plain', headers)
        expect([answer.status, shared(answer)]).toEqual([403, {}])
      }
    })

    test('an answer that was given before is not given to somebody else', async () => {
      const { ask } = await start(app)
      const B = 'https://b.example'
      const { 'access-control-request-headers': _, ...withoutNames } = PREFLIGHT
      const asked = [
        [PREFLIGHT, 204, A],
        [{ ...PREFLIGHT, origin: B }, 204, B],
        [{ ...PREFLIGHT, origin: EVIL }, 403, undefined],
        [withoutNames, 204, A],
        [{ ...PREFLIGHT, 'access-control-request-headers': 'x-c' }, 403, undefined],
      ] as const
      for (const [headers, status, origin] of [...asked, ...asked.toReversed()]) {
        for (let i = 0; i < 2; i++) {
          const answer = await ask('OPTIONS', '/plain', headers)
          expect([answer.status, lines(answer, 'access-control-allow-origin')[0]]).toEqual([status, origin])
        }
        for (let i = 0; i < 2; i++) {
          const actual = await ask('GET', '/plain', { origin: headers.origin })
          expect(lines(actual, 'access-control-allow-origin')).toEqual(
            headers.origin === EVIL ? [] : [headers.origin],
          )
        }
      }
    })

    test('every other OPTIONS reaches the handler', async () => {
      const { ask } = await start(app)
      const answer = await ask('OPTIONS', '/plain', { origin: A })
      expect([answer.status, lines(answer, 'allow'), shared(answer)]).toEqual([200, ['GET'], ACTUAL])
      expect((await ask('OPTIONS', '/plain')).status).toBe(200)
    })

    test('rejectDisallowed answers before the handler', async () => {
      const { ask } = await start(app, { ...OPTIONS, rejectDisallowed: true })
      const rejected = await ask('GET', '/throws', { origin: EVIL })
      expect([rejected.status, shared(rejected), varyOf(rejected)]).toEqual([403, {}, ['origin']])
      expect((await ask('GET', '/plain', { origin: EVIL, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
      expect((await ask('GET', '/plain', { origin: A })).status).toBe(200)
    })

    test('a resolver is asked, and knows the host', async () => {
      const questions: OriginQuestion[] = []
      const resolve = async (question: OriginQuestion): Promise<boolean> => {
        questions.push(question)
        return question.origin === A
      }
      const { ask } = await start(app, {
        allowOrigins: { resolve, vary: ['x-tenant'] },
        allowMethods: ['PUT'],
      })
      const headers = { origin: A, 'x-tenant': 't', ...(app.inProcess === true ? { host: 'h' } : {}) }
      const answer = await ask('GET', '/plain', headers)
      expect([shared(answer), varyOf(answer)]).toEqual([
        { 'access-control-allow-origin': [A] },
        ['origin', 'x-tenant'],
      ])
      expect(questions[0]).toMatchObject({ origin: A, headers: { 'x-tenant': 't' } })
      expect(questions[0]!.host).toMatch(app.inProcess === true ? /^h$/ : /^127\.0\.0\.1:/)
      expect(shared(await ask('GET', '/plain', { origin: EVIL }))).toEqual({})
      const { 'access-control-request-headers': _, ...withoutNames } = PREFLIGHT
      expect((await ask('OPTIONS', '/plain', withoutNames)).status).toBe(204)
    })

    test('policies go by path', async () => {
      const { ask } = await start(app, definePolicies({ '/plain': { allowOrigins: '*' }, '/own': OPTIONS }))
      expect(shared(await ask('GET', '/plain?x', { origin: EVIL }))).toEqual({
        'access-control-allow-origin': ['*'],
      })
      expect(shared(await ask('GET', '/own', { origin: A }))).toEqual(ACTUAL)
      const uncovered = await ask('GET', '/stream', { origin: A })
      expect([uncovered.body, shared(uncovered), varyOf(uncovered)]).toEqual(['ab', {}, []])
    })

    test('of two policies the inner one decides, and that is told once', async () => {
      const onConflict = vi.fn()
      const { ask } = await start(app, OPTIONS, { onConflict }, { allowOrigins: '*' })
      for (const origin of [A, EVIL]) {
        const answer = await ask('GET', '/inner', { origin })
        expect([shared(answer), varyOf(answer)]).toEqual([{ 'access-control-allow-origin': ['*'] }, []])
      }
      await ask('GET', '/plain', { origin: A })
      expect(onConflict).toHaveBeenCalledTimes(1)
    })

    test('of two policies the inner one decides preflights, the outer one all others', async () => {
      const onConflict = vi.fn()
      const inner: PolicySource = { allowOrigins: [EVIL as 'https://x'], allowMethods: ['DELETE'], maxAge: 5 }
      const { ask } = await start(app, OPTIONS, { onConflict }, inner)
      const asked = { origin: EVIL, 'access-control-request-method': 'DELETE' }
      const grant = {
        'access-control-allow-origin': [EVIL],
        'access-control-allow-methods': ['DELETE'],
        'access-control-max-age': ['5'],
      }
      // Before either has seen a request, and later.
      for (let i = 0; i < 2; i++) {
        const granted = await ask('OPTIONS', '/inner', asked)
        expect([granted.status, granted.body, shared(granted)]).toEqual([204, '', grant])
        expect((await ask('OPTIONS', '/inner', PREFLIGHT)).status).toBe(403)
        for (const path of ['/plain', '/missing', '/throws', '/meddles', '/stream', '/redirect']) {
          const outer = await ask('OPTIONS', path, PREFLIGHT)
          expect([outer.status, outer.body, shared(outer)]).toEqual([204, '', GRANT])
          expect(lines(outer, 'content-type')).toEqual([])
          expect((await ask('OPTIONS', path, asked)).status).toBe(403)
        }
      }
      expect(onConflict).toHaveBeenCalledTimes(1)
    })

    test('is reconfigured while running, unless there is a mistake', async () => {
      const { ask, reconfigure } = await start(app)
      expect(() => reconfigure({ allowOrigins: [] })).toThrow('empty')
      expect(shared(await ask('GET', '/plain', { origin: A }))).toEqual(ACTUAL)
      reconfigure(definePolicy({ allowOrigins: [EVIL as 'https://x'] }))
      expect(shared(await ask('GET', '/plain', { origin: A }))).toEqual({})
      expect(shared(await ask('GET', '/plain', { origin: EVIL }))).toEqual({
        'access-control-allow-origin': [EVIL],
      })
    })

    test('tells every decision but those on requests without Origin', async () => {
      const told: string[] = []
      const onDecision = ({ kind, reason, detail }: Decision) => told.push(`${kind} ${reason} ${detail}`)
      const { ask } = await start(app, OPTIONS, { onDecision })
      await ask('GET', '/plain')
      await ask('GET', '/plain', { origin: A })
      await ask('GET', '/plain', { origin: EVIL })
      await ask('OPTIONS', '/plain', { ...PREFLIGHT, 'access-control-request-headers': 'x-c' })
      expect(told).toEqual([
        'actual origin-listed null',
        'actual origin-not-listed null',
        'preflight header-not-allowed x-c',
      ])
    })

    test('debug lets the browser name what is missing, not in production', async () => {
      vi.stubEnv('NODE_ENV', 'test')
      const { ask } = await start(app, OPTIONS, { debug: true })
      const answer = await ask('OPTIONS', '/plain', {
        ...PREFLIGHT,
        'access-control-request-method': 'DELETE',
      })
      expect([answer.status, shared(answer)['access-control-allow-headers']]).toEqual([204, ['x-a']])
      vi.stubEnv('NODE_ENV', 'production')
      await expect(app.start(OPTIONS, { debug: true })).rejects.toThrow('dangerouslyDebugInProduction')
      const dangerous = await app.start(OPTIONS, { debug: true, dangerouslyDebugInProduction: true })
      vi.unstubAllEnvs()
      expect((await dangerous.ask('OPTIONS', '/plain', PREFLIGHT)).status).toBe(204)
      await dangerous.close()
    })
  })
}
