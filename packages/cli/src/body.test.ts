import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readBody } from './body.js'

const folder = mkdtempSync(join(tmpdir(), 'concors-body-'))
const file = join(folder, 'body.txt')
writeFileSync(file, Buffer.from([0x61, 0x0d, 0x0a, 0x00, 0xff, 0x0a]))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('parts are joined by &', async () => {
  expect(
    await readBody([
      { text: 'a=1', raw: false },
      { text: 'b=2', raw: true },
    ]),
  ).toBe('a=1&b=2')
})

test('@file is the bytes of a file without line breaks and NULs', async () => {
  expect(await readBody([{ text: `@${file}`, raw: false }])).toEqual(Uint8Array.of(0x61, 0xff))
})

test('a file and a text are joined too', async () => {
  const parts = [
    { text: 'é', raw: false },
    { text: `@${file}`, raw: false },
  ]
  expect(await readBody(parts)).toEqual(Uint8Array.of(0xc3, 0xa9, 0x26, 0x61, 0xff))
})

test('a raw @ is a text', async () => {
  expect(await readBody([{ text: '@x', raw: true }])).toBe('@x')
})

test('a folder is no file', async () => {
  await expect(readBody([{ text: `@${folder}`, raw: false }])).rejects.toThrow('that is a folder')
})
