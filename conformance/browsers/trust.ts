import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { program } from './install.js'

/** Has a certificate database of NSS, as Chromium and Firefox read it, trust an authority for servers. */
export function trustInNss(folder: string, authority: string): void {
  mkdirSync(folder, { recursive: true })
  const run = (...args: string[]): void => {
    execFileSync(program('certutil'), [...args, '-d', `sql:${folder}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }
  run('-N', '--empty-password')
  run('-A', '-n', 'concors', '-t', 'C,,', '-i', authority)
}
