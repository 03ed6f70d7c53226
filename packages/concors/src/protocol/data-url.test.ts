import { describe, expect, test } from 'vitest'
import { processDataUrl } from './data-url.js'

const US_ASCII = 'text/plain;charset=US-ASCII'

describe('The data: URL processor', () => {
  test.each([
    ['data:,', US_ASCII, ''],
    ['data:,x', US_ASCII, 'x'],
    ['data:,x#f', US_ASCII, 'x'],
    ['data:,x#', US_ASCII, 'x'],
    ['data:,a,b', US_ASCII, 'a,b'],
    ['data:,%61%zz%6', US_ASCII, 'a%zz%6'],
    ['data:,%E9', US_ASCII, '\xe9'],
    ['data:text/plain,x', 'text/plain', 'x'],
    ['data: text/plain ,x', 'text/plain', 'x'],
    ['data:TEXT/HTML;charset=UTF-8,x', 'text/html;charset=UTF-8', 'x'],
    ['data:;charset=utf-8,x', 'text/plain;charset=utf-8', 'x'],
    ['data:nonsense,x', US_ASCII, 'x'],
    ['data:;base64,eA==', US_ASCII, 'x'],
    ['data:text/html;base64,eA', 'text/html', 'x'],
    ['data:text/html;  BASE64,eA==', 'text/html', 'x'],
    ['data:text/html;base64 ,e%41==', 'text/html', 'x'],
    ['data:text/html;charset=x;base64, e A = =', 'text/html;charset=x', 'x'],
    ['data:base64,eA==', US_ASCII, 'eA=='],
    ['data:;base64;x,eA==', 'text/plain', 'eA=='],
  ])('%s is %s, %j', (url, mimeType, body) => {
    const found = processDataUrl(new URL(url))!
    expect(found.mimeType).toBe(mimeType)
    expect(String.fromCharCode(...found.body)).toBe(body)
  })

  test.each([
    'data:',
    'data:text/plain',
    'data:x#,',
    'data:;base64,e',
    'data:;base64,eA=',
    'data:;base64,%ff',
  ])('%s fails', (url) => {
    expect(processDataUrl(new URL(url))).toBeNull()
  })
})
