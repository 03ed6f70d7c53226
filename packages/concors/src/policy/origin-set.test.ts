import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSerializedOrigin } from '../protocol/origin.js'
import { parseOriginPattern } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { originSet, partsOf } from './origin-set.js'
import { isKnownPublicSuffix, SHARED_HOSTING_SUFFIXES } from './public-suffixes.js'

function setOf(...patterns: string[]) {
  const membership = originSet(patterns.map((text) => parseOriginPattern(text) as ParsedPattern))
  return { has: (origin: string): boolean => membership(origin) === 'origin-listed' }
}

/** One pattern after the other, by what the URL parser makes of the origin: too naive to be wrong. */
function naive(patterns: readonly string[], origin: string): boolean {
  const match = /^([^:]+):\/\/(.+?)(?::([0-9]+))?$/.exec(origin)
  if (match === null || !isSerializedOrigin(origin)) return false
  const [, scheme, host, port = ''] = match
  if (Number(port) > 65_535 || port === '0') return false
  if (new URL(`${scheme}://${host}:${port}`).port !== port) return false
  return patterns.some((pattern) => {
    const [, patternScheme, patternHost, ports = ''] = /^([^:]+):\/\/([^:]+)(?::(.+))?$/.exec(pattern)!
    if (patternScheme !== scheme) return false
    if (
      ports !== '*' &&
      !ports
        .replace(/^\{|\}$/g, '')
        .split(',')
        .includes(port)
    )
      return false
    if (!patternHost!.startsWith('*.')) return patternHost === host
    return host!.endsWith(patternHost!.slice(1)) && host !== patternHost!.slice(1)
  })
}

const schemes = fc.constantFrom('https', 'http')
const hosts = fc
  .array(fc.constantFrom('a', 'b', 'bar', 'foo', 'foobar', 'x-y'), { minLength: 1, maxLength: 4 })
  .map((labels) => `${labels.join('.')}.test`)
const ports = fc.constantFrom('', '', ':8080', ':8443', ':1')
const patternPorts = fc.oneof(ports, fc.constantFrom(':*', ':{8080,8443}', ':{1}'))
const patterns = fc
  .tuple(schemes, fc.constantFrom('', '*.'), hosts, patternPorts)
  .map((parts) => `${parts[0]}://${parts[1]}${parts[2]}${parts[3]}`)
const origins = fc.oneof(
  fc
    .tuple(schemes, hosts, fc.oneof(ports, fc.constantFrom(':443', ':80', ':0', ':01', ':65536', ':')))
    .map(([s, h, p]) => `${s}://${h}${p}`),
  fc.constantFrom(
    'null',
    '',
    '*',
    'https://',
    'https://.test',
    'https://a.test/',
    'https://evil.test/.a.test',
    'https://evil.test?.a.test',
    'https://u@a.test',
    'https://*.a.test',
    'https://a.test:*',
  ),
)

describe('A set of origins', () => {
  test('has what a naive matcher finds, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(patterns, { minLength: 1, maxLength: 12 }),
        fc.array(origins, { minLength: 1, maxLength: 12 }),
        (list, asked) => {
          const set = setOf(...list)
          for (const origin of asked) expect(set.has(origin), origin).toBe(naive(list, origin))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('does not take two hosts for one that is made of them', () => {
    const set = setOf('https://foo.com', 'https://bar.com')
    expect(set.has('https://barfoo.com')).toBe(false)
    expect(setOf('https://*.foo.com').has('https://barfoo.com')).toBe(false)
  })

  test('keeps a trailing dot apart', () => {
    const set = setOf('https://*.a.test.', 'https://b.test.')
    expect(
      ['https://x.a.test.', 'https://x.a.test', 'https://b.test.', 'https://b.test'].map((o) => set.has(o)),
    ).toEqual([true, false, true, false])
  })

  test('has addresses', () => {
    const set = setOf('http://[::1]:*', 'https://1.2.3.4')
    expect(
      ['http://[::1]:3000', 'http://[::1]', 'https://1.2.3.4', 'http://[::1]:80'].map((o) => set.has(o)),
    ).toEqual([true, true, true, false])
  })

  test('reads nothing of an origin that is too long', () => {
    const set = setOf('https://*.a.test', 'https://b.test:*')
    expect(set.has(`https://${'x.'.repeat(8000)}a.test`)).toBe(false)
    const longest = `https://${'x'.repeat(63)}.${'x.'.repeat(80)}a.test`
    expect(set.has(longest)).toBe(true)
  })

  test('takes every origin that the protocol takes for one', () => {
    fc.assert(
      fc.property(origins, (origin) => {
        if (partsOf(origin) !== null) expect(isSerializedOrigin(origin)).toBe(true)
      }),
    )
    expect(partsOf(`https://${'a'.repeat(400)}`)).toBe(null)
  })
})

describe('Public suffixes', () => {
  test.each([
    ['com', true],
    ['corp', true],
    ['co.uk', true],
    ['com.au', true],
    ['github.io', true],
    ['localhost', false],
    ['example.com', false],
    ['x.github.io', false],
    ['mycompany.com', false],
  ])('%s: %s', (domain, expected) => {
    expect(isKnownPublicSuffix(domain)).toBe(expected)
  })

  test('are listed in order, each once', () => {
    expect(SHARED_HOSTING_SUFFIXES).toEqual([...new Set(SHARED_HOSTING_SUFFIXES)].toSorted())
  })
})
