// What the behaviour suite uses of Vitest, for runtimes that Vitest itself does not run in. The expectations are
// Vitest's own; collecting and running is a list.
import { ASYMMETRIC_MATCHERS_OBJECT, JestAsymmetricMatchers, JestChaiExpect, chai } from '@vitest/expect'
import { fn } from '@vitest/spy'

type Work = (...values: never[]) => unknown

export interface Failure {
  readonly name: string
  readonly message: string
}

export interface Counts {
  readonly passed: number
  readonly failures: readonly Failure[]
}

chai.use(JestChaiExpect)
chai.use(JestAsymmetricMatchers)

export const expect = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  (globalThis as unknown as Record<symbol, object>)[ASYMMETRIC_MATCHERS_OBJECT],
)

const group: string[] = []
const tests: { readonly name: string; readonly work: () => unknown }[] = []
const endings: (() => unknown)[] = []

export function test(name: string, work: () => unknown): void {
  tests.push({ name: [...group, name].join(': '), work })
}

test.each = (rows: readonly unknown[]) => (name: string, work: Work) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row]
    test(name.replace('%s', String(values[0])), () => Reflect.apply(work, undefined, values))
  }
}

export const describe = {
  each: (rows: readonly { readonly name: string }[]) => (name: string, collect: Work) => {
    for (const row of rows) {
      group.push(name.replace('$name', row.name))
      Reflect.apply(collect, undefined, [row])
      group.pop()
    }
  },
}

export function afterEach(work: () => unknown): void {
  endings.push(work)
}

function environment(): Record<string, string | undefined> {
  return (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process.env
}

const stubbed = new Map<string, string | undefined>()

export const vi = {
  fn,
  stubEnv(name: string, value: string): void {
    if (!stubbed.has(name)) stubbed.set(name, environment()[name])
    environment()[name] = value
  },
  unstubAllEnvs(): void {
    for (const [name, value] of stubbed) {
      if (value === undefined) delete environment()[name]
      else environment()[name] = value
    }
    stubbed.clear()
  },
}

/** One after the other; a test that fails does not stop the others. */
export async function runAll(): Promise<Counts> {
  const failures: Failure[] = []
  for (const { name, work } of tests) {
    try {
      await work()
    } catch (error) {
      failures.push({ name, message: String(error) })
    }
    for (const end of endings) await end()
  }
  return { passed: tests.length - failures.length, failures }
}
