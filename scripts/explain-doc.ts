/** Writes docs/explain.md: ten common mistakes, each from the line in the console to the headers that repair it. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { main } from '@concors/cli'

const DOC = new URL('../docs/explain.md', import.meta.url)

export interface Mistake {
  readonly title: string
  /** How people come by it. */
  readonly story: string
  /** What the browser's console says, as it is copied from there. */
  readonly line: string
}

const AT = 'https://api.example.net/items'
const FROM = 'https://app.example.com'

function chrome(reason: string): string {
  return `Access to fetch at '${AT}' from origin '${FROM}' has been blocked by CORS policy: ${reason}`
}

function firefox(reason: string): string {
  return `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${AT}. (Reason: ${reason}).`
}

const REFUSED = "Response to preflight request doesn't pass access control check: "

export const MISTAKES: readonly Mistake[] = [
  {
    title: 'The server does not do CORS',
    story: 'The API was only ever called by its own pages, or by curl, which does not care.',
    line: chrome("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
  },
  {
    title: 'The preflight ends in a 404',
    story:
      'The framework has a route for PUT and none for OPTIONS, or an authentication check answers first.',
    line: chrome(`${REFUSED}It does not have HTTP ok status.`),
  },
  {
    title: 'The wildcard, with cookies',
    story: "Access-Control-Allow-Origin: * was fine until the page asked with credentials: 'include'.",
    line: chrome(
      "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
    ),
  },
  {
    title: 'Two layers add the header',
    story: 'The application sets it, and so does the proxy in front of it.',
    line: chrome(
      `The 'Access-Control-Allow-Origin' header contains multiple values '${FROM}, *', but only one is allowed. Have the server send the header with a valid value.`,
    ),
  },
  {
    title: 'Another origin is allowed',
    story: 'The list has the production site, and the page comes from staging.',
    line: chrome(
      "The 'Access-Control-Allow-Origin' header has a value 'https://www.example.com' that is not equal to the supplied origin. Have the server send the header with a valid value.",
    ),
  },
  {
    title: 'JSON needs permission',
    story:
      'A form worked; with Content-Type: application/json the browser asks first, and nobody allowed that header.',
    line: chrome(
      'Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
  },
  {
    title: 'A token needs permission',
    story: 'The page sends Authorization. Firefox tells it in its own words.',
    line: firefox(
      'header ‘authorization’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response',
    ),
  },
  {
    title: 'A method needs permission',
    story: 'GET and POST work, and DELETE does not.',
    line: chrome('Method DELETE is not allowed by Access-Control-Allow-Methods in preflight response.'),
  },
  {
    title: 'The preflight is redirected',
    story: 'From http to https, or to the path with a slash at its end: a preflight follows no redirect.',
    line: chrome(`${REFUSED}Redirect is not allowed for a preflight request.`),
  },
  {
    title: 'Credentials are not allowed',
    story: 'The origin is allowed, and Access-Control-Allow-Credentials: true was forgotten.',
    line: firefox('expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'),
  },
]

const INTRODUCTION = `# From the console line to the fixed server

Copy the line that the browser's console shows, and give it to \`concors explain --console\`. A line tells of the first problem
only, and of little else: what has to be supposed is said on standard error (left out here), and the fix says \`assumed\`. With
the URL itself, a HAR file or a curl command in its place, the answers are real and the fix is proved by running the request
again with it; see [cli.md](cli.md).

\`--from\` names the page where the line does not, as with Firefox. These pages are made by \`npm run explain-doc\`; tests hold them
to what the command prints, and apply each fix to a server that makes the mistake.
`

/** The arguments for a mistake. */
export function argumentsFor(line: string): readonly string[] {
  return ['explain', ...(line.includes(FROM) ? [] : ['--from', FROM]), '--console', line]
}

/** The page, with what the command prints. */
export async function explainDoc(): Promise<string> {
  const parts: string[] = []
  for (const [index, { title, story, line }] of MISTAKES.entries()) {
    const args = argumentsFor(line)
    let stdout = ''
    const ignored = { write: () => {} }
    await main(args, { stdout: { write: (text) => (stdout += text) }, stderr: ignored, env: {} })
    const shell = args.map((word) =>
      /^[\w:/.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
    )
    parts.push(
      `## ${index + 1}. ${title}\n\n${story}\n\n\`\`\`console\n$ concors ${shell.join(' ')}\n${stdout}\`\`\`\n`,
    )
  }
  return [INTRODUCTION, ...parts].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOC, await explainDoc())
