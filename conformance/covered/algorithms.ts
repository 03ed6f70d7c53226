import { readdirSync, readFileSync } from 'node:fs'
import { markdownTable } from '../markdown.js'
import type { Scenario } from '../scenarios/scenario.js'

/** Which scenarios reached each algorithm of the standard. */
export type Coverage = Map<string, Set<Scenario>>

/** The standard's algorithms, the files that implement them, and how many cases reach each. */
export function algorithmsTable(covered: Coverage): string {
  const rows = [...covered]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([algorithm, scenarios]) => [`\`${algorithm}\``, implementedIn(algorithm), String(scenarios.size)])
  return `## Algorithms\n\nCounted in the traces of the user agent.\n\n${markdownTable(['algorithm', 'file', 'cases'], rows)}\n`
}

const PROTOCOL = new URL('../../packages/concors/src/protocol/', import.meta.url)
const FOLDERS = ['packages/concors/src/protocol', 'packages/user-agent/src'] as const

function implementedIn(algorithm: string): string {
  return FOLDERS.flatMap((folder) => {
    const root = new URL(`../../${folder}/`, import.meta.url)
    const files = (readdirSync(root, { recursive: true }) as string[]).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    )
    return files
      .filter((name) => readFileSync(new URL(name, root), 'utf8').includes(`'${algorithm}'`))
      .map((name) => (root.href === PROTOCOL.href ? name : `@concors/user-agent ${name}`))
  })
    .toSorted()
    .join(', ')
}
