import { describe, expect, test } from 'vitest'
import SEEN from '../../concors/test/other-console-lines.json' with { type: 'json' }
import { detectKind, mainFinding, parseConsole } from '../src/capture.js'

// What three engines were seen to print about things that are not CORS, or only look like it.

const rows = Object.entries(SEEN).flatMap(([code, engines]) =>
  Object.entries(engines).flatMap(([engine, lines]) => lines.map((line) => [code, engine, line] as const)),
)

test.each(rows)('%s in %s: %s', (code, engine, line) => {
  const [finding, ...more] = parseConsole(line)
  expect(more).toEqual([])
  expect(detectKind(line)).toBe('console')
  // Firefox and WebKit say the same of a canvas.
  if (line !== 'SecurityError: The operation is insecure.') expect(finding?.engine).toBe(engine)
  expect(finding?.codes).toEqual([code])
  for (const value of Object.values(finding!.values)) expect(straight(line)).toContain(straight(value))
})

/** Quotes of all kinds left out: a finding has them straight. */
const straight = (text: string): string => text.replaceAll(/['‘’“”]/g, '')

describe('of several lines', () => {
  test('the worker is to blame where Firefox says so, before it says that CORS did not succeed', () => {
    const lines = `${SEEN['service-worker-failed'].firefox[0]}
Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://127.0.0.1:18102/data. (Reason: CORS request did not succeed). Status code: (null).`
    expect(mainFinding(parseConsole(lines))).toMatchObject({
      codes: ['service-worker-failed'],
      url: 'http://127.0.0.1:18102/data',
    })
  })

  test('CORS is to blame where the fetch of a worker was refused by it', () => {
    const lines = `Access to fetch at 'http://127.0.0.1:18102/data' from origin 'http://127.0.0.1:18101' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
${SEEN['service-worker-failed'].chromium[0]}
Failed to load resource: net::ERR_FAILED`
    expect(mainFinding(parseConsole(lines)).codes).toEqual(['missing-allow-origin-header'])
  })
})

test.each([
  [
    "Refused to connect to 'https://api.example.net/' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
    'csp-blocked',
    { directive: "connect-src 'self'" },
  ],
  ['GET https://ads.example.net/a.js net::ERR_BLOCKED_BY_CLIENT', 'content-blocker', {}],
  ['GET https://api.example.net/a.js net::ERR_BLOCKED_BY_ORB 200 (OK)', 'blocked-by-orb', {}],
  [
    'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.net/. (Reason: CORS disabled).',
    'cors-disabled',
    {},
  ],
])('a wording that was not seen here: %s', (line, code, values) => {
  expect(parseConsole(line)).toMatchObject([{ codes: [code], values }])
})
