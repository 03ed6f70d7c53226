import type { Lab, LabOptions, startLab as StartLab } from '@concors/lab'
import { EXIT_CODE } from './exit-code.js'
import type { Io } from './io.js'
import type { RawLabOptions } from './program.js'
import { UsageError } from './usage-error.js'

/** `concors lab`: serves the page that shows CORS, until somebody ends it. */
export async function labCommand(raw: RawLabOptions, io: Io): Promise<number> {
  const options = { port: checkedPort(raw.port), ...(raw.host === undefined ? {} : { host: raw.host }) }
  const lab = await started(options)
  const { page, sameSite, crossSite } = lab.places
  io.stdout.write(
    `The lab is at ${lab.url}\n\n  page             ${page}\n  API, same site   ${sameSite}\n  API, other site  ${crossSite}\n\n`,
  )
  try {
    if (raw.once === true) return await askedOnce(lab, io)
    if (raw.open === true) await open(lab.url, io)
    io.stdout.write('Ctrl-C ends it.\n')
    await untilEnded()
    return EXIT_CODE.readable
  } finally {
    await lab.close()
  }
}

async function started(options: LabOptions): Promise<Lab> {
  // The build puts the lab into this package. Its types are not published with it.
  const place: string = new URL('../lab/server/lab.js', import.meta.url).href
  const { startLab } = (await import(place)) as { readonly startLab: typeof StartLab }
  try {
    return await startLab(options)
  } catch (error) {
    throw new UsageError(`lab: ${(error as Error).message}`)
  }
}

function checkedPort(text: string): number {
  const port = Number(text)
  // The APIs take the two ports after it.
  if (/^\d+$/.test(text) && port <= 65_533) return port
  throw new UsageError(
    `lab: --port ${JSON.stringify(text)} is no port; write a number up to 65533, or 0 for any that are free`,
  )
}

/** `--once`: that the page is served is all that is looked at. */
async function askedOnce({ url }: Lab, io: Io): Promise<number> {
  const response = await fetch(url)
  const isPage = response.status === 200 && (await response.text()).includes('name="lab"')
  io.stdout.write(isPage ? 'The page is served.\n' : `The page is not served: status ${response.status}\n`)
  return isPage ? EXIT_CODE.readable : EXIT_CODE.internal
}

async function open(url: string, io: Io): Promise<void> {
  const { default: openBrowser } = await import('open')
  try {
    await openBrowser(url)
  } catch (error) {
    io.stderr.write(`note: no browser could be opened (${(error as Error).message}); open ${url} yourself\n`)
  }
}

function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
