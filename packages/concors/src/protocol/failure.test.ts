import { describe, expect, test } from 'vitest'
import { CORS_ERROR_NAMES, failure, FAILURE_CODES, isPreflightFailure } from './failure.js'

const kebab = (name: string): string => name.replaceAll(/(?!^)[A-Z]/g, '-$&').toLowerCase()

/** Chromium has one name for two codes, or another name: these are ours. */
const OURS = new Set(['preflight-network-failure', 'authorization-not-covered-by-wildcard'])

describe('Failure codes', () => {
  test('are the names of Chromium in kebab-case, where it has one', () => {
    for (const code of FAILURE_CODES) {
      const name = CORS_ERROR_NAMES[code]
      if (name !== null && !OURS.has(code)) expect(code).toBe(kebab(name))
    }
  })

  test('that are found while judging a preflight', () => {
    expect(FAILURE_CODES.filter(isPreflightFailure)).toEqual([
      'preflight-missing-allow-origin-header',
      'preflight-wildcard-origin-not-allowed',
      'preflight-multiple-allow-origin-values',
      'preflight-invalid-allow-origin-value',
      'preflight-allow-origin-mismatch',
      'preflight-invalid-allow-credentials',
      'preflight-invalid-status',
      'preflight-disallowed-redirect',
      'preflight-network-failure',
      'invalid-allow-methods-preflight-response',
      'invalid-allow-headers-preflight-response',
      'method-disallowed-by-preflight-response',
      'header-disallowed-by-preflight-response',
      'authorization-not-covered-by-wildcard',
    ])
  })

  test('go with the step that found them', () => {
    expect(failure('bad-port', 'concept-main-fetch', '7', { port: 22 })).toEqual({
      code: 'bad-port',
      algorithm: 'concept-main-fetch',
      step: '7',
      values: { port: 22 },
    })
  })
})
