import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The built page, read once. */
export class StaticFiles {
  readonly #files = new Map<string, Buffer>()

  /** @throws Error where the folder has no page */
  constructor(folder: string) {
    if (!existsSync(join(folder, 'index.html'))) {
      throw new Error(
        `The lab's page is not built: ${join(folder, 'index.html')} is missing. npm run build makes it.`,
      )
    }
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      this.#files.set(`/${relative(folder, path).split(sep).join('/')}`, readFileSync(path))
    }
  }

  /**
   * Sends a file.
   *
   * @param settings what the page is told: it stands in a meta element, which pages of other origins cannot read
   * @returns false where there is none
   */
  send(pathname: string, response: ServerResponse, settings: unknown): boolean {
    const name = pathname === '/' ? '/index.html' : pathname
    const file = this.#files.get(name)
    if (file === undefined) return false
    const type = TYPES[extname(name)] ?? 'application/octet-stream'
    // Assets are named by their contents.
    const cache = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store'
    const body = name === '/index.html' ? withSettings(file.toString(), settings) : file
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': cache })
    response.end(response.req.method === 'HEAD' ? undefined : body)
    return true
  }
}

function withSettings(html: string, settings: unknown): string {
  const json = JSON.stringify(settings)
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
  return html.replace('<head>', () => `<head><meta name="lab" content="${json}">`)
}
