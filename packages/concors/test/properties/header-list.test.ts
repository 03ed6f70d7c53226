import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import {
  append,
  combine,
  contains,
  get,
  getAll,
  normalizeHeaderValue,
  remove,
  set,
  sortAndCombine,
} from '../../src/index.js'
import type { Header } from '../../src/index.js'
import { decodeAndSplit, extractTokenList, isParseFailure } from '../../src/protocol/header-list.js'

/** Header lists against models too naive to be wrong. */

const names = fc.constantFrom('A', 'a', 'B', 'b', 'Set-Cookie', 'set-cookie', 'X-Long-Name')
const values = fc.string({
  unit: fc.constantFrom('x', 'y', ',', ' ', '"', '\\', '\t', ';', '\xff'),
  maxLength: 8,
})
const lists = fc.array(fc.tuple(names, values), { maxLength: 8 })
const lower = (name: string): string => name.toLowerCase()

const of = (list: readonly Header[], name: string): string[] =>
  list.filter((header) => lower(header[0]) === lower(name)).map((header) => header[1])

describe('Header lists', { timeout: 60_000 }, () => {
  test('contain, get and get all', () => {
    fc.assert(
      fc.property(lists, names, (list, name) => {
        const found = of(list, name)
        expect(contains(list, lower(name))).toBe(found.length > 0)
        expect(getAll(list, lower(name))).toEqual(found)
        expect(get(list, lower(name))).toBe(found.length > 0 ? found.join(', ') : null)
      }),
    )
  })

  test('append keeps what is there, and the casing of the first', () => {
    fc.assert(
      fc.property(lists, names, values, (list, name, value) => {
        const changed: Header[] = [...list]
        append(changed, name, value)
        const casing = list.find((header) => lower(header[0]) === lower(name))?.[0] ?? name
        expect(changed).toEqual([...list, [casing, value]])
      }),
    )
  })

  test('set leaves one, where the first was', () => {
    fc.assert(
      fc.property(lists, names, values, (list, name, value) => {
        const changed: Header[] = [...list]
        set(changed, name, value)
        const first = list.findIndex((header) => lower(header[0]) === lower(name))
        const expected =
          first === -1
            ? [...list, [name, value]]
            : list.flatMap((header, i) => {
                if (i === first) return [[header[0], value]]
                return lower(header[0]) === lower(name) ? [] : [header]
              })
        expect(changed).toEqual(expected)
      }),
    )
  })

  test('remove leaves none', () => {
    fc.assert(
      fc.property(lists, names, (list, name) => {
        const changed: Header[] = [...list]
        remove(changed, lower(name))
        expect(changed).toEqual(list.filter((header) => lower(header[0]) !== lower(name)))
      }),
    )
  })

  test('combine joins to the first', () => {
    fc.assert(
      fc.property(lists, names, values, (list, name, value) => {
        const changed: Header[] = [...list]
        combine(changed, name, value)
        const first = list.findIndex((header) => lower(header[0]) === lower(name))
        const expected =
          first === -1
            ? [...list, [name, value]]
            : list.map((header, i) => (i === first ? [header[0], `${header[1]}, ${value}`] : header))
        expect(changed).toEqual(expected)
      }),
    )
  })

  test('sort and combine shows each name once, Set-Cookie as often as it is there', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const expected = [...new Set(list.map((header) => lower(header[0])))]
          .toSorted()
          .flatMap((name) =>
            name === 'set-cookie'
              ? of(list, name).map((value) => [name, value])
              : [[name, of(list, name).join(', ')]],
          )
        expect(sortAndCombine(list)).toEqual(expected)
      }),
    )
  })

  test('normalized values have no whitespace at their ends, and all that was between', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('x', ' ', '\t', '\r', '\n', '\v', '\f'), maxLength: 8 }),
        (text) => {
          expect(normalizeHeaderValue(text)).toBe(text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, ''))
        },
      ),
    )
  })

  test('splitting without quotes is splitting at commas', () => {
    const unquoted = values.map((value) => value.replaceAll('"', ''))
    fc.assert(
      fc.property(unquoted, (value) => {
        expect(decodeAndSplit(value)).toEqual(
          value.split(',').map((part) => part.replaceAll(/^[ \t]+|[ \t]+$/g, '')),
        )
      }),
    )
  })

  test('splitting goes through a value character by character', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeAndSplit(value)).toEqual(splitByState(value))
      }),
    )
  })

  test('a token list fails where one element of one line is no token', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('L', 'l', 'M'), values), { maxLength: 4 }), (list) => {
        const own = of(list, 'l')
        const elements = own
          .flatMap((value) => value.split(','))
          .map((part) => part.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
          .filter((element) => element !== '')
        const extracted = extractTokenList(list, 'l')
        const invalid = elements.find((element) => !/^[xy]+$/.test(element))
        if (own.length === 0) expect(extracted).toBeNull()
        else expect(extracted).toEqual(invalid === undefined ? elements : { invalid })
        expect(isParseFailure(extracted)).toBe(invalid !== undefined)
      }),
    )
  })
})

/** The split as a machine of two states. */
function splitByState(value: string): string[] {
  const parts = ['']
  let quoted = false
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!
    if (char === ',' && !quoted) {
      parts.push('')
      continue
    }
    if (quoted && char === '\\' && i + 1 < value.length) {
      parts[parts.length - 1] += char + value[++i]!
      continue
    }
    if (char === '"') quoted = !quoted
    parts[parts.length - 1] += char
  }
  return parts.map((part) => part.replaceAll(/^[ \t]+|[ \t]+$/g, ''))
}
