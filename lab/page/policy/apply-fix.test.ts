import { expect, test } from 'vitest'
import { applyFix, fixLabel } from './apply-fix.js'
import { check } from './check.js'

/** Policies with mistakes, each with what clicking through all fixes makes of it. */
const WRONG: readonly (readonly [wrong: unknown, right: unknown])[] = [
  [{ allowOrigins: ['https://a.example/'] }, { allowOrigins: ['https://a.example'] }],
  [{ allowOrigins: ['HTTPS://A.example:443'] }, { allowOrigins: ['https://a.example'] }],
  [{ allowOrigins: ['a.example'] }, { allowOrigins: ['https://a.example'] }],
  [{ alowOrigins: ['https://a.example'] }, { allowOrigins: ['https://a.example'] }],
  [{ allowOrigins: 'https://a.example' }, { allowOrigins: ['https://a.example'] }],
  [{ allowOrigins: ['https://a.example', 'null'] }, { allowOrigins: ['https://a.example'] }],
  [{ allowOrigins: ['*'] }, { allowOrigins: [] }],
  [
    { allowOrigins: '*', allowMethods: ['get put'] },
    { allowOrigins: '*', allowMethods: ['GET', 'PUT'] },
  ],
  [{ allowOrigins: '*', allowMethods: ['TRACE'] }, { allowOrigins: '*' }],
  [{ allowOrigins: '*', allowHeaders: [] }, { allowOrigins: '*' }],
  [
    { allowOrigins: '*', maxAge: 100_000 },
    { allowOrigins: '*', maxAge: 86_400 },
  ],
  [
    { allowOrigins: '*', maxAge: '600' },
    { allowOrigins: '*', maxAge: 600 },
  ],
  [
    { allowOrigins: '*', allowCredentials: 'false' },
    { allowOrigins: '*', allowCredentials: false },
  ],
  [{ allowOrigins: '*', nonsense: 1 }, { allowOrigins: '*' }],
  [
    { allowOrigins: ['http://a.example'], allowCredentials: true },
    { allowOrigins: ['https://a.example'], allowCredentials: true },
  ],
]

test.each(WRONG)('%j becomes %j', (wrong, right) => {
  let text = JSON.stringify(wrong)
  for (let click = 0; click < 20; click++) {
    const checked = check(text)
    if (checked.kind !== 'issues') break
    const issue = checked.issues.find((one) => fixLabel(one) !== null)
    if (issue === undefined) break
    const repaired = JSON.stringify(applyFix(checked.options, issue))
    // A click always changes something.
    expect(repaired).not.toBe(text)
    text = repaired
  }
  expect(JSON.parse(text)).toEqual(right)
})

test('what only the author can know has no button', () => {
  for (const text of ['{}', '[]', '"x"', '{"allowOrigins":[]}']) {
    const checked = check(text)
    expect(checked.kind === 'issues' && checked.issues.map(fixLabel)).toEqual([null])
  }
})

test.each(['{', '{"a":1,}', "{'a':1}", ''])('%j is no JSON, and it is said where', (text) => {
  const checked = check(text)
  expect(checked.kind === 'no-json' && checked.message).toMatch(/no JSON/)
})
