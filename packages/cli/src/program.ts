import { createRequire } from 'node:module'
import { Command, Option } from 'commander'
import type { Io } from './io.js'

/** The options of `explain` as they were typed, checked only against the words that they may be. */
export interface RawOptions {
  readonly har?: string
  readonly curl?: string
  readonly snippet?: string
  readonly http?: string
  readonly console?: string
  readonly code?: string
  readonly stack?: string
  readonly markdown?: true
  readonly html?: string
  readonly from?: string
  readonly request?: string
  readonly header: readonly string[]
  /** What `-d`, `--data` and `--data-raw` gave, in their order. */
  readonly data: readonly RawData[]
  readonly credentials?: true
  readonly cookie?: string
  readonly mode: 'cors' | 'no-cors' | 'same-origin'
  readonly redirect: 'follow' | 'error' | 'manual'
  readonly profile: 'standard' | 'chromium' | 'firefox' | 'webkit'
  readonly json?: true
  readonly insecure?: true
  readonly timeout: string
  readonly send?: true
  readonly showSecrets?: true
  readonly verbose?: true
  readonly color: boolean
}

/** The options of `lab` as they were typed. */
export interface RawLabOptions {
  readonly port: string
  readonly host?: string
  readonly open?: true
  readonly once?: true
}

/** What the commands do. */
export interface Commands {
  readonly explain: (url: string | undefined, options: RawOptions) => Promise<void>
  readonly lab: (options: RawLabOptions) => Promise<void>
}

export interface RawData {
  readonly text: string
  /** Whether `@file` stands for the file's contents. */
  readonly raw: boolean
}

const EXAMPLES = `
Exit codes:
  0  the page can read the response
  1  blocked under the chosen profile
  2  wrong usage
  3  no answer from the network, which is not CORS
  4  not sent without --send, or an answer is not known

Examples:
  $ concors explain https://api.example.com/items --from https://app.example.com
  $ concors explain --console "Access to fetch at '…' has been blocked by CORS policy: …"
  $ concors explain < what-i-have.txt      # a HAR file, a curl command, code, a console line
  $ concors explain https://api.example.com/items/1 --from https://app.example.com -X PUT \\
      -H 'Content-Type: application/json' -d '{"name":"pen"}' --credentials
`

/** The command line, with nothing behind it but the commands. */
export function createProgram(io: Io, { explain, lab }: Commands): Command {
  const data: RawData[] = []
  const program = new Command('concors')
    .description('What a browser does with a cross-origin request, and why.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      // What is given to an option that does not exist may be a secret.
      outputError: (text, write) =>
        write(`concors: ${oneLine(text.replace(/(unknown option '[^=']*)=[^']*/, '$1'))}\n`),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpCommand(false)
    .version(version(), '--version', 'print the version')
  program
    .command('explain')
    .description(
      'Sends what a browser would send for a page, and says what it would do with each answer, and why.',
    )
    .argument('[url]', 'what the page fetches')
    .option('--har <file>', 'explain every cross-origin fetch in a HAR file')
    .option('--curl <command>', 'explain what a curl command asks for')
    .option('--snippet <file>', 'explain the requests of JavaScript code')
    .option('--http <file>', 'take the answers from pasted heads (curl -i) and send nothing')
    .option('--console <line>', "explain a line of a browser's console")
    .option('--code <code>', 'print what is known of a failure')
    .option('--from <page>', 'the page that fetches: its origin or URL, or null for a sandboxed one')
    .option('-X, --request <method>', 'the method (default: GET, with a body POST)')
    .option('-H, --header <line>', 'a request header, "Name: value"; can be repeated', collect, [])
    .addOption(
      new Option('-d, --data <data>', 'a body, or @file to read one; can be repeated, and is joined by &')
        .argParser((text) => add(data, { text, raw: false }))
        .default(data, 'none'),
    )
    .option('--data-raw <data>', 'the same, but @ is nothing special', (text) =>
      add(data, { text, raw: true }),
    )
    .option('--credentials', 'with cookies, as fetch does with credentials: "include"')
    .option('--cookie <pairs>', 'cookies that the browser has for the URL, "a=1; b=2"')
    .addOption(choice('--mode <mode>', 'mode of the request', ['cors', 'no-cors', 'same-origin']))
    .addOption(choice('--redirect <mode>', 'what to do with a redirect', ['follow', 'error', 'manual']))
    .addOption(
      choice(
        '--profile <name>',
        'whose behaviour',
        ['standard', 'chromium', 'firefox', 'webkit'],
        'chromium',
      ),
    )
    .option('--json', 'an Explanation as JSON instead of text')
    .option('--stack <name>', 'write the fix for this framework or server; guessed where it is not named')
    .option('--markdown', 'Markdown, for an issue or a pull request')
    .option('--html <file>', 'also write one self-contained page, for a ticket')
    .option('--insecure', 'accept any TLS certificate')
    .option('--timeout <seconds>', 'longest time to wait', '10')
    .option('--send', 'also send what could change something on the server')
    .option('--show-secrets', 'show cookies, Authorization and tokens instead of ***')
    .option('-v, --verbose', 'all headers and all steps')
    .option('--no-color', 'no colours')
    .addHelpText('after', EXAMPLES)
    .action((url: string | undefined, options: Omit<RawOptions, 'data'>) =>
      explain(url, { ...options, data }),
    )
  program
    .command('lab')
    .description(
      'Serves a page that shows CORS happening, in your own browser and on our engine, side by side.',
    )
    .option('--port <number>', 'port of the page; its API takes the two after it; 0 for any', '8610')
    .option('--host <name>', 'where to listen; on anything but loopback others get in (default: localhost)')
    .option('--open', 'open it in a browser')
    .option('--once', 'ask for the page once, and end: a check that it works')
    .action((options: RawLabOptions) => lab(options))
  return program
}

function choice<T extends string>(
  flags: string,
  text: string,
  choices: readonly T[],
  fallback = choices[0],
): Option {
  return new Option(flags, text).choices(choices).default(fallback)
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text]
}

function add(data: RawData[], item: RawData): RawData[] {
  data.push(item)
  return data
}

/** Commander puts its suggestions on a line of their own. What was typed may hold anything. */
function oneLine(text: string): string {
  const printable = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
  return printable.replace(/\p{C}/gu, '?')
}

function version(): string {
  const { version: text } = createRequire(import.meta.url)('../package.json') as { version: string }
  return text
}
