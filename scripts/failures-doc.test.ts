import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failurePages } from './failures-doc.js'

const FOLDER = new URL('../docs/failures/', import.meta.url)
const pages = [...failurePages()]

test.each(pages)('docs/failures/%s is what npm run failures-doc writes', (name, text) => {
  expect(readFileSync(new URL(name, FOLDER), 'utf8')).toBe(text)
})

test('there is no other page', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual(pages.map(([name]) => name).toSorted())
})

test('no line has a gap', () => {
  for (const [name, text] of pages) expect(text, name).not.toMatch(/undefined|\bNaN\b/)
})
