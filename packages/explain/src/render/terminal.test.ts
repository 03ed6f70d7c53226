import { describe, expect, test } from 'vitest'
import { API, observe, PAGE } from '../../test/observe.js'
import type { Answer, Asked } from '../../test/observe.js'
import { explainObservation } from '../explain.js'
import { renderTerminal } from './terminal.js'
import type { TerminalOptions } from './terminal.js'

const ALLOWED = ['Access-Control-Allow-Origin', PAGE] as const

function render(asked: Asked, answers: readonly Answer[], options: TerminalOptions = {}): string {
  return renderTerminal(explainObservation(observe(asked, answers)), options)
}

describe('a simple case', () => {
  const text = render({ profile: 'chromium' }, [{ headers: [['Content-Type', 'text/plain']] }])

  test('fits on a screen', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(25)
  })

  test('shows the exchange, the step that refused, the verdict, the console line and the fix', () => {
    expect(text).toMatch(/^1 request +GET https:\/\/api\.example\.net\/items$/m)
    expect(text).toContain(`Origin: ${PAGE}`)
    expect(text).toContain('answer     200 OK, 5 ms')
    expect(text).toMatch(/✗ fail {3}.+\[CORS check 2\]/s)
    expect(text).toMatch(/^✗ blocked/m)
    expect(text).toContain('TypeError: Failed to fetch')
    expect(text).toContain('has been blocked by CORS policy')
    expect(text).toContain(`+ Access-Control-Allow-Origin: ${PAGE}`)
    expect(text).toContain('+ Vary: Origin')
  })

  test('shows only the headers that matter, unless all are asked for', () => {
    expect(text).not.toContain('Content-Type')
    const verbose = render({ profile: 'chromium' }, [{ headers: [['Content-Type', 'text/plain']] }], {
      verbose: true,
    })
    expect(verbose).toContain('Content-Type: text/plain')
    expect(verbose).toContain('· step')
  })
})

test('a preflight says why it was sent, and what passed', () => {
  const text = render({ method: 'PUT', headers: [['X-A', '1']] }, [
    {
      status: 204,
      headers: [ALLOWED, ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Allow-Headers', 'x-a']],
    },
    { headers: [ALLOWED] },
  ])
  expect(text).toContain('asks first because of the method PUT and the header x-a')
  expect(text).toContain('✓ pass   the status 204 is ok')
  expect(text).toContain('✓ pass   the method PUT is in Access-Control-Allow-Methods: PUT')
  expect(text).toContain('✓ pass   the header x-a is in Access-Control-Allow-Headers: x-a')
  expect(text).toMatch(/^2 request +PUT/m)
  expect(text).toMatch(/^✓ readable +The page may read the response: status 200, type cors\.$/m)
})

test('what is hidden from the page is named', () => {
  const text = render({}, [{ headers: [ALLOWED, ['X-Total-Count', '3']] }])
  expect(text).toMatch(/^hidden +x-total-count \(/m)
})

test('an opaque response is not called readable', () => {
  const text = render({ mode: 'no-cors' }, [{}])
  expect(text).toMatch(/^! opaque/m)
  expect(text).not.toContain('✓ readable')
})

test('no answer is not CORS', () => {
  const text = render({}, [{ reason: 'dns', detail: 'getaddrinfo ENOTFOUND' }])
  expect(text).toContain('no answer')
  expect(text.replace(/\s+/g, ' ')).toContain('This is not CORS.')
})

test('a withheld request is named, with what would send it', () => {
  const text = render({ method: 'POST', approve: () => false }, [], { withheldHint: 'Use --send.' })
  expect(text.replace(/\s+/g, ' ')).toContain(`· withheld POST ${API} was not sent`)
  expect(text).toContain('Use --send.')
})

test('nothing that a server sends controls the terminal', () => {
  const hostile = '\x1b]0;owned\x07\x9b2J\u0085'
  const text = render({ method: 'PUT' }, [
    {
      status: 200,
      message: hostile,
      headers: [
        ['Access-Control-Allow-Origin', `${PAGE}${hostile}`],
        ['Access-Control-Allow-Methods', hostile],
        ['Vary', '\xe2\x80\xae'],
      ],
    },
  ])
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
  expect(text).toContain('\\x1b]0;owned\\x07\\x9b2J')
})

test('a head without end is cut', () => {
  const headers = Array.from({ length: 5000 }, (_, index) => ['Vary', `a${index}`] as const)
  const long = [['Access-Control-Allow-Origin', 'x'.repeat(100_000)] as const]
  const text = render({}, [{ headers: [...long, ...headers] }])
  expect(text.length).toBeLessThan(5000)
  expect(text).toContain('… and 4971 more')
})

test('the palette paints', () => {
  const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`
  const palette = {
    bold: mark('b'),
    dim: mark('d'),
    good: mark('good'),
    bad: mark('bad'),
    warn: mark('warn'),
  }
  const text = render({}, [{}], { palette })
  expect(text).toContain('<bad>✗ fail</bad>')
  expect(text).toContain('<bad>✗ blocked</bad>')
  expect(text).toContain(`<good>Access-Control-Allow-Origin: ${PAGE}</good>`)
})

test('prose is broken at the width, headers are not', () => {
  const text = render({ profile: 'chromium' }, [{ headers: [['Vary', 'a'.repeat(90)]] }], { width: 60 })
  const lines = text.split('\n').filter((line) => line.length > 60)
  for (const line of lines) expect(line.trim()).toMatch(/^\S+( \S+)?$|https?:|Vary/)
})
