import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from './run.js'

const URL = 'https://api.example.invalid/items'
const FROM = ['--from', 'https://app.example.com']

describe('wrong usage is told in one line, with exit code 2', () => {
  test.each([
    ['no URL', ['explain', ...FROM], /nothing to explain: name a URL/],
    ['two URLs', ['explain', URL, URL, ...FROM], /too many arguments/],
    [
      'a URL without a scheme',
      ['explain', 'api.example.com/x', ...FROM],
      /is no URL; did you mean https:\/\/api\.example\.com\/x\?/,
    ],
    ['a host and a port', ['explain', 'localhost:8080/x', ...FROM], /is no URL; did you mean/],
    ['no URL at all', ['explain', 'http://', ...FROM], /"http:\/\/" is no URL/],
    ['a URL with a password', ['explain', 'https://a:b@api.example.invalid/', ...FROM], /credentials/],
    ['no --from', ['explain', URL], /--from is missing/],
    [
      'an origin without a scheme',
      ['explain', URL, '--from', 'app.example.com'],
      /did you mean https:\/\/app\.example\.com\?/,
    ],
    [
      'an origin of another scheme',
      ['explain', URL, '--from', 'ftp://app.example.com'],
      /is no origin of a page/,
    ],
    ['* as an origin', ['explain', URL, '--from', '*'], /is no origin of a page/],
    ['a method of two words', ['explain', URL, ...FROM, '-X', 'GET ME'], /"GET ME" is no method/],
    [
      'a method that no page has',
      ['explain', URL, ...FROM, '-X', 'trace'],
      /no browser lets a page use TRACE/,
    ],
    [
      'a GET with a body',
      ['explain', URL, ...FROM, '-X', 'GET', '-d', 'x'],
      /no browser sends a GET with a body/,
    ],
    [
      'PUT in mode no-cors',
      ['explain', URL, ...FROM, '-X', 'PUT', '--mode', 'no-cors'],
      /a page could not even ask/,
    ],
    ['a header without a colon', ['explain', URL, ...FROM, '-H', 'X-A 1'], /has no colon/],
    [
      'a header name with a space',
      ['explain', URL, ...FROM, '-H', 'X A: 1'],
      /"X …": what stands before the colon is no header name/,
    ],
    ['a line break in a header', ['explain', URL, ...FROM, '-H', 'X-A: 1\r\nX-B: 2'], /no header can carry/],
    ['a cookie without a value', ['explain', URL, ...FROM, '--cookie', 'a'], /part 1 of it has no =/],
    [
      'an unknown option',
      ['explain', URL, '--form', 'x'],
      /unknown option '--form' \(Did you mean --from\?\)/,
    ],
    ['an unknown profile', ['explain', URL, ...FROM, '--profile', 'ie'], /'ie' is invalid.*chromium/],
    ['an unknown mode', ['explain', URL, ...FROM, '--mode', 'navigate'], /'navigate' is invalid/],
    ['an unknown redirect mode', ['explain', URL, ...FROM, '--redirect', 'x'], /'x' is invalid/],
    ['an unknown command', ['explian'], /unknown command 'explian' \(Did you mean explain\?\)/],
    ['no time', ['explain', URL, ...FROM, '--timeout', 'soon'], /"soon" is no time/],
    ['a negative time', ['explain', URL, ...FROM, '--timeout=-1'], /is no time/],
    ['a time without end', ['explain', URL, ...FROM, '--timeout', 'Infinity'], /is no time/],
    ['a file that is not there', ['explain', URL, ...FROM, '-d', '@no-such-file'], /there is no such file/],
    ['a control character', ['explain', 'x\x1b[2J', ...FROM], /is no URL/],
    ['a control character in an option', ['explain', URL, '--\x1b[2J'], /unknown option/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await run(args)
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^concors: .+\n$/)
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(stderr.slice(0, -1)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('wrong usage prints no secret', () => {
  test.each([
    [['--cookie', 'RAWSECRET']],
    [['-H', 'Authorization Bearer RAWSECRET']],
    [['-H', 'Authorization : Bearer RAWSECRET']],
    [['-H', 'RAWSECRET']],
    [['--cooki=sid=RAWSECRET']],
  ])('%j', async (args) => {
    const { code, stdout, stderr } = await run(['explain', URL, ...FROM, ...args])
    expect(stdout + stderr).not.toContain('RAWSECRET')
    expect(code).toBe(2)
  })
})

describe('help', () => {
  test.each([[['--help']], [['explain', '--help']]])('%j is printed, with exit code 0', async (args) => {
    const { code, stdout, stderr } = await run(args)
    expect(stdout).toMatch(/^Usage: concors/)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('names every exit code', async () => {
    const { stdout } = await run(['explain', '--help'])
    for (const code of [0, 1, 2, 3, 4]) expect(stdout).toContain(`\n  ${code}  `)
  })

  test('and docs/cli.md know the same options', async () => {
    const { stdout } = await run(['explain', '--help'])
    const options = (text: string): string[] => [...new Set(text.match(/--[a-z][a-z-]+/g))].toSorted()
    const docs = readFileSync(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8')
    expect(options(stdout).filter((option) => option !== '--help')).toEqual(options(docs))
  })

  test('has the version beside it', async () => {
    const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')
    const { version } = JSON.parse(manifest) as { version: string }
    expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  test('is what a bare command gets, as an error', async () => {
    const { code, stderr } = await run([])
    expect(stderr).toMatch(/^Usage: concors/)
    expect(code).toBe(2)
  })
})
