import { createUserAgent } from '@concors/user-agent'

/** The page that the fix is for. */
export const PAGE = 'https://app.example.com'

/** Pages that a careless comparison would let in. */
const OTHERS = [
  'https://evil.example',
  'https://app.example.com.evil.example',
  'https://appxexample.com',
  'https://app-example.com',
  'http://app.example.com',
  'https://app.example.com:8443',
  'null',
]

/** What a page got, and what stood in the last answer. */
interface Got {
  /** The body, or why there is none. */
  readonly outcome: string
  readonly readable: boolean
  readonly header: (name: string) => string
}

/** Asks as the page that is meant, and as others: a line for each thing that should not be. */
export async function judge(url: string): Promise<readonly string[]> {
  const browser = createUserAgent({ profile: 'chromium' })
  const asks = async (origin: string, method: string): Promise<Got> => {
    const page = browser.page(origin === 'null' ? 'data:text/html,' : `${origin}/`)
    const init = { method, headers: { 'X-A': '1' }, credentials: 'include' } as const
    const { failure, response, exchanges } = await page.inspect(url, init, { approve: () => true })
    const headers = exchanges.at(-1)?.response?.headers ?? []
    return {
      outcome: failure === null ? await response!.text() : failure.code,
      readable: failure === null,
      header: (name) =>
        headers
          .filter(([field]) => field.toLowerCase() === name)
          .map(([, value]) => value)
          .join(', '),
    }
  }
  const mistakes: string[] = []
  try {
    const others = await Promise.all(
      OTHERS.map(async (origin) => [origin, await asks(origin, 'PUT')] as const),
    )
    for (const [origin, { readable }] of others) if (readable) mistakes.push(`${origin} should be refused`)
    // A server that names its one page to everybody need not vary.
    const isConstant = others.every(([, { header }]) => header('access-control-allow-origin') === PAGE)
    for (const method of ['PUT', 'GET']) {
      const { outcome, header } = await asks(PAGE, method)
      if (!outcome.includes('ok')) mistakes.push(`${method} from ${PAGE} should be readable: ${outcome}`)
      const varies = /\borigin\b/i.test(header('vary'))
      if (!varies && !isConstant) mistakes.push(`${method}: Vary should name Origin: ${header('vary')}`)
    }
  } finally {
    await browser.close()
  }
  return mistakes
}
