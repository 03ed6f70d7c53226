/** Writes docs/failures/ from the catalogue: a page per code, and a list of them. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { FAILURE_CODES } from 'concors'
import type { Failure, FailureCode } from 'concors'
import { FAILURES, OTHER_FAILURE_CODES, OTHER_FAILURES } from 'concors/failures'
import type { EngineName, OtherFailureCode, Situation } from 'concors/failures'

const FOLDER = new URL('../docs/failures/', import.meta.url)

const ENGINES: readonly (readonly [engine: EngineName, name: string])[] = [
  ['chromium', 'Chrome'],
  ['firefox', 'Firefox'],
  ['webkit', 'Safari'],
]

const SITUATION: Situation = {
  urls: ['https://api.example.net/items'],
  origin: 'https://app.example.com',
  pageUrl: 'https://app.example.com/',
  initiator: 'fetch',
  mode: 'cors',
  method: 'PUT',
}

const VALUES = {
  origin: 'https://app.example.com',
  status: 200,
  'access-control-allow-origin': 'https://other.example',
  'access-control-allow-credentials': 'True',
  'access-control-allow-methods': 'GET; PUT',
  'access-control-allow-headers': 'x-a x-b',
  method: 'PUT',
  header: 'x-requested-with',
  written: 'x-requested-with',
  invalid: 'GET; PUT',
  reason: 'refused',
  url: 'https://api.example.net/items',
  scheme: 'app',
  port: 6667,
}

/** Where a code needs another value than the others to be itself. */
const OTHER_VALUES: Partial<Readonly<Record<FailureCode, Readonly<Record<string, string | number>>>>> = {
  'preflight-invalid-status': { status: 404 },
  'preflight-disallowed-redirect': { status: 301, location: 'https://api.example.net/items/' },
  'proxy-authentication-required': { status: 407 },
  'multiple-allow-origin-values': { 'access-control-allow-origin': 'https://app.example.com, *' },
  'preflight-multiple-allow-origin-values': { 'access-control-allow-origin': 'https://app.example.com, *' },
  'invalid-allow-origin-value': { 'access-control-allow-origin': 'app.example.com' },
  'preflight-invalid-allow-origin-value': { 'access-control-allow-origin': 'app.example.com' },
  'invalid-allow-headers-preflight-response': { invalid: 'x-a x-b' },
  'authorization-not-covered-by-wildcard': { header: 'authorization', written: 'authorization' },
  'redirect-contains-credentials': { location: 'https://joe:secret@api.example.net/items' },
  'redirect-invalid-location': { location: 'https://[' },
  'redirect-scheme-not-http': { location: 'app://items' },
  'redirect-mode-error': { location: 'https://api.example.net/items/' },
  'integrity-mismatch': {
    integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    'response-type': 'cors',
  },
}

/** Every page, by its file's name. */
export function failurePages(): ReadonlyMap<string, string> {
  const pages = FAILURE_CODES.map((code) => [`${code}.md`, page(code)] as const)
  const others = OTHER_FAILURE_CODES.map((code) => [`${code}.md`, otherPage(code)] as const)
  return new Map([['README.md', index()], ...pages, ...others])
}

function index(): string {
  const rows = FAILURE_CODES.map((code) => {
    const { title, corsError } = FAILURES[code]
    return `| [\`${code}\`](${code}.md) | ${title} | ${corsError === null ? '' : `\`${corsError}\``} |`
  })
  const others = OTHER_FAILURE_CODES.map(
    (code) => `| [\`${code}\`](${code}.md) | ${OTHER_FAILURES[code].title} |`,
  )
  return `# The failures

Every way in which a cross-origin fetch can fail here, and what Chrome calls it in the DevTools protocol. These pages are made
from the catalogue in \`packages/concors/src/failures\` by \`npm run failures-doc\`; \`concors explain --code CODE\` prints the same.

| code | what is wrong | in Chrome |
|---|---|---|
${rows.join('\n')}

## What is decided elsewhere

What looks like CORS to a page, or stands beside it in the console, and is decided by something else.

| code | what is wrong |
|---|---|
${others.join('\n')}
`
}

function page(code: FailureCode): string {
  const { title, meaning, step, causes, fix, corsError } = FAILURES[code]
  const consoles = ENGINES.map(([engine, name]) => `${name}:\n\n${consoleLines(code, engine)}`)
  return `# ${title}

\`${code}\`${corsError === null ? '' : `, in Chrome \`${corsError}\``}

${meaning}

Decided by the [standard](${step.url}), step ${step.steps.join(' or ')}.

## Usual causes

${list(causes)}

## What helps

${list(fix)}

## What the console says

For a \`fetch()\` of \`${SITUATION.urls[0]!}\` by a page of \`${SITUATION.origin}\`, with values filled in:

${consoles.join('\n\n')}
`
}

/** A page for what the protocol does not decide. Its lines keep their holes. */
function otherPage(code: OtherFailureCode): string {
  const { title, meaning, link, causes, fix, corsError, lines } = OTHER_FAILURES[code]
  const consoles = ENGINES.map(([engine, name]) => {
    const texts = lines[engine]
    return `${name}:\n\n${texts.length === 0 ? 'nothing, or nothing of its own.' : `\`\`\`text\n${texts.join('\n')}\n\`\`\``}`
  })
  return `# ${title}

\`${code}\`${corsError === null ? '' : `, in Chrome \`${corsError}\``}

${meaning}

${link === null ? 'No standard decides this.' : `Decided [elsewhere](${link}) than in CORS.`}

## Usual causes

${list(causes)}

## What helps

${list(fix)}

## What the console says

With a \`{name}\` for each value; not every line appears each time:

${consoles.join('\n\n')}
`
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll('*', String.raw`\*`).replaceAll('<', '&lt;')}`).join('\n')
}

function consoleLines(code: FailureCode, engine: EngineName): string {
  const { step, console } = FAILURES[code]
  const values = { ...VALUES, ...OTHER_VALUES[code] }
  const failure: Failure = { code, algorithm: step.algorithm, step: step.steps[0]!, values }
  const lines = console[engine](failure, SITUATION).map(({ text }) => text.trim())
  return lines.length === 0 ? 'nothing.' : `\`\`\`text\n${lines.join('\n')}\n\`\`\``
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(FOLDER, { recursive: true })
  for (const name of readdirSync(FOLDER)) rmSync(new URL(name, FOLDER))
  for (const [name, text] of failurePages()) writeFileSync(new URL(name, FOLDER), text)
}
