import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import type { ProfileName } from 'concors'
import { createUserAgent, fetchApp, isNetworkError, NetworkError } from './index.js'

const SITE = 'https://api.example'
const network = { [SITE]: fetchApp(() => new Response('no header')) }

async function refused(profile: ProfileName, trace = true): Promise<NetworkError> {
  const error = await createUserAgent({ profile, network, trace })
    .page('https://app.example/')
    .fetch(SITE)
    .catch((caught: unknown) => caught)
  if (!isNetworkError(error)) throw new Error('expected a NetworkError', { cause: error })
  return error
}

describe.each<[ProfileName, string, RegExp]>([
  ['standard', 'Failed to fetch', /MissingAllowOrigin|Access-Control-Allow-Origin/],
  ['chromium', 'Failed to fetch', /has been blocked by CORS policy/],
  ['firefox', 'NetworkError when attempting to fetch resource.', /Cross-Origin Request Blocked/],
  ['webkit', 'Load failed', /is not allowed by Access-Control-Allow-Origin/],
])('under %s', (profile, message, line) => {
  test('the page sees a TypeError with the words of its engine', async () => {
    const error = await refused(profile)
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toBeInstanceOf(NetworkError)
    expect(error.name).toBe('TypeError')
    expect(error.message).toBe(message)
    expect(String(error)).toBe(`TypeError: ${message}`)
  })

  test('whoever inspects it sees the failure, the step and the console line', async () => {
    const error = await refused(profile)
    const shown = inspect(error)
    expect(shown).toContain('failure: missing-allow-origin-header (')
    expect(shown).toContain('decided by: concept-cors-check, step 2, on { ')
    expect(shown).toContain('network-error.test.ts')
    if (profile !== 'standard') {
      expect(error.consoleMessages.map(({ text }) => text).join('\n')).toMatch(line)
      expect(shown).toMatch(line)
    }
    expect(error.consoleMessages).toBe(error.consoleMessages)
  })

  test('its trace ends in the step that decided; without tracing there is none', async () => {
    const error = await refused(profile)
    expect(error.trace.filter(({ decides }) => decides)).toMatchObject([{ failure: error.failure.code }])
    expect((await refused(profile, false)).trace).toEqual([])
  })
})

test('its stack says why between message and frames, and can be replaced', async () => {
  const error = await refused('chromium')
  const lines = error.stack!.split('\n')
  expect(lines.slice(0, 2)).toEqual([
    'TypeError: Failed to fetch',
    expect.stringMatching(/^ {2}failure: missing-allow-origin-header/),
  ])
  expect(lines.findIndex((line) => line.startsWith('    at '))).toBeGreaterThan(3)
  expect(lines.at(-1)).toMatch(/^ {4}at /)
  error.stack = 'another'
  expect(error.stack).toBe('another')
})

test('is known across copies of the package', async () => {
  const error = await refused('chromium')
  vi.resetModules()
  const copy = await import('./network-error.js')
  expect(error).not.toBeInstanceOf(copy.NetworkError)
  expect(copy.isNetworkError(error)).toBe(true)
})

test.each([null, undefined, 'Failed to fetch', new TypeError('Failed to fetch'), {}])(
  '%s is none',
  (value) => {
    expect(isNetworkError(value)).toBe(false)
  },
)
