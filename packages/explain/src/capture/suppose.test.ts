import { expect, test } from 'vitest'
import FACTS from '../../../concors/test/console-messages.json' with { type: 'json' }
import { explain } from '../explain-captured.js'
import { mainFinding, parseConsole } from './console.js'
import { suppose } from './suppose.js'

const facts: Readonly<Record<string, Readonly<Record<string, { readonly console: readonly string[] }>>>> =
  FACTS

const CASES = [
  'acao-missing',
  'acao-mismatch',
  'acao-two-headers',
  'acao-invalid',
  'cred-star',
  'cred-acac-missing',
  'pf-acao-missing',
  'pf-acao-mismatch',
  'pf-status-404',
  'pf-redirect',
  'pf-method-missing',
  'pf-header-missing',
  'pf-header-content-type',
]

test.each(CASES.flatMap((name) => ['chromium', 'firefox'].map((engine) => [name, engine] as const)))(
  'a fetch that prints %s in %s, and the fix of it',
  (name, engine) => {
    const finding = mainFinding(parseConsole(facts[name]![engine]!.console.join('\n')))
    const supposition = suppose(finding)
    expect(supposition?.supposed.length).toBeGreaterThan(0)
    const { failure, fix } = explain(supposition!.captured, { profile: finding.engine })
    expect(finding.codes).toContain(failure?.code)
    expect(fix?.proved === true || fix?.assumed === true).toBe(true)
  },
)
