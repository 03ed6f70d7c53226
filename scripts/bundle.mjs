// Bundles the packages that programs load: loading a hundred small modules takes longer than running them. `tsc -b` writes
// their types, beside which this writes an ES module per entry, and what entries share as chunks.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './run.mjs'

/** Each with the modules that are no exports, and are loaded by their file. */
const PACKAGES = {
  concors: [],
  explain: [],
  'user-agent': [],
  test: ['node', 'jsdom', 'happy-dom'].map((base) => `src/environments/vitest-${base}.ts`),
}

function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.values(exports).flatMap((entry) => entry['@concors/source'] ?? [])
}

/** Resolves with an exit code; esbuild says itself what is wrong. */
export async function bundle() {
  for (const [name, more] of Object.entries(PACKAGES)) {
    const folder = join(root, 'packages', name)
    rmSync(join(folder, 'dist/chunks'), { recursive: true, force: true })
    try {
      await build({
        absWorkingDir: folder,
        entryPoints: [...entriesOf(folder), ...more],
        outdir: 'dist',
        outbase: 'src',
        chunkNames: 'chunks/[name]-[hash]',
        bundle: true,
        splitting: true,
        packages: 'external',
        format: 'esm',
        platform: 'neutral',
        target: 'es2023',
        sourcemap: true,
        sourcesContent: false,
        logLevel: 'warning',
      })
    } catch {
      return 1
    }
  }
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await bundle()
