import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { enginesDoc } from './engines-doc.js'

test('docs/engines.md is what the profiles say; npm run engines-doc writes it', () => {
  expect(readFileSync(new URL('../docs/engines.md', import.meta.url), 'utf8')).toBe(enginesDoc())
})
