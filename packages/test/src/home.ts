const HOME = Symbol.for('concors.test.home')

/** The URL of the page in which the tests of this environment run; null outside of one. */
export function homePage(): string | null {
  return (globalThis as { [HOME]?: string })[HOME] ?? null
}
