// Bundles the packages that programs load: loading a hundred small modules takes longer than running them. `tsc -b` writes
// their types, beside which this writes an ES module per entry, and what entries share as chunks.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from './run.mjs'

/**
 * Each with modules that are no exports, and are loaded by their file: `more` share chunks with the exports, those `together` with
 * each other only, so that there are few. Exports that stand `alone` hold what they import, but for `more`.
 */
const PACKAGES = {
  concors: {},
  explain: {},
  'user-agent': {},
  test: {
    more: ['src/matchers.ts'],
    together: ['node', 'jsdom', 'happy-dom'].map((base) => `src/environments/vitest-${base}.ts`),
    alone: ['./src/vitest.ts'],
  },
}

function exportsOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return Object.values(exports).flatMap((entry) => entry['@concors/source'] ?? [])
}

/** Resolves with an exit code; esbuild says itself what is wrong. */
export async function bundle() {
  for (const [name, { more = [], together = [], alone = [] }] of Object.entries(PACKAGES)) {
    const folder = join(root, 'packages', name)
    rmSync(join(folder, 'dist/chunks'), { recursive: true, force: true })
    const shared = exportsOf(folder).filter((entry) => !alone.includes(entry))
    const options = {
      absWorkingDir: folder,
      outdir: 'dist',
      outbase: 'src',
      chunkNames: 'chunks/[name]-[hash]',
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'neutral',
      target: 'es2023',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'warning',
    }
    try {
      await build({ ...options, entryPoints: [...shared, ...more], splitting: true })
      if (together.length > 0) await build({ ...options, entryPoints: together, splitting: true })
      if (alone.length > 0) {
        const external = more.map((file) => file.replace(/^src/, '.').replace(/ts$/, 'js'))
        await build({ ...options, entryPoints: alone, external })
      }
    } catch {
      return 1
    }
  }
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await bundle()
