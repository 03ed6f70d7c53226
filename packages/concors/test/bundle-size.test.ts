import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

/** Bytes: 10 kB. Growth is a decision; bench/README.md has the parts. */
const LIMIT = 10_240

test('concors/node bundled, minified and gzipped stays within its limit, and imports nothing', async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, '../src/node.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
  })
  const [output] = Object.values(metafile.outputs)
  expect(output!.imports).toEqual([])
  // The largest comes first, for whoever has to find what grew.
  const parts = Object.entries(output!.inputs)
    .toSorted(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)
    .map(([path, { bytesInOutput }]) => `${bytesInOutput} ${path}`)
  expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length, parts.join('\n')).toBeLessThanOrEqual(LIMIT)
})
