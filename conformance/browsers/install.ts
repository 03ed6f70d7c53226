import { existsSync } from 'node:fs'
import { aptInstall } from '../apt.js'
import type { EngineName } from './engine.js'

/** Where Debian and Ubuntu put the engines; the first that exists is taken. */
const PROGRAMS = {
  chromium: ['/usr/lib/chromium/chromium', '/usr/bin/chromium'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
  miniBrowser: [
    '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  ],
  xvfb: ['/usr/bin/Xvfb'],
  openssl: ['/usr/bin/openssl'],
  certutil: ['/usr/bin/certutil'],
  authorities: ['/etc/ssl/certs/ca-certificates.crt'],
  unshare: ['/usr/bin/unshare'],
  setpriv: ['/usr/bin/setpriv'],
} as const

/** Variables that name another build of an engine. */
const OVERRIDES: Partial<Readonly<Record<ProgramName, string>>> = {
  chromium: 'CONCORS_CHROMIUM',
  firefox: 'CONCORS_FIREFOX',
  miniBrowser: 'CONCORS_MINIBROWSER',
}

export type ProgramName = keyof typeof PROGRAMS

const NEEDED: Readonly<Record<EngineName, readonly ProgramName[]>> = {
  chromium: ['chromium', 'openssl', 'certutil', 'setpriv'],
  firefox: ['firefox', 'openssl', 'certutil', 'setpriv'],
  webkit: ['miniBrowser', 'xvfb', 'unshare', 'openssl', 'authorities', 'setpriv'],
}

const PACKAGES =
  'chromium firefox-esr libwebkit2gtk-4.1-0 xvfb openssl libnss3-tools ca-certificates util-linux'.split(' ')

/** @throws Error where the program is not installed */
export function program(name: ProgramName): string {
  const paths = pathsOf(name)
  const found = paths.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${paths.join(' or ')} is not there. ${HOW_TO_INSTALL}`)
  return found
}

function pathsOf(name: ProgramName): readonly string[] {
  const variable = OVERRIDES[name]
  const chosen = variable === undefined ? undefined : process.env[variable]
  return chosen === undefined || chosen === '' ? PROGRAMS[name] : [chosen]
}

const HOW_TO_INSTALL =
  `Install the browsers with: apt-get install --no-install-recommends ${PACKAGES.join(' ')} ` +
  '(Debian, Ubuntu), or set CONCORS_BROWSERS=none to do without.'

/**
 * Installs what is missing, where this process may: as root, on a system with apt-get.
 *
 * @throws Error that says what to install, where it may not or it failed
 */
export function installMissing(engines: readonly EngineName[]): void {
  const needed = [...new Set(engines.flatMap((engine) => NEEDED[engine]))]
  for (const name of needed) {
    const variable = OVERRIDES[name]
    const chosen = variable === undefined ? undefined : process.env[variable]
    if (chosen !== undefined && chosen !== '' && !existsSync(chosen)) {
      throw new Error(`${variable} names ${chosen}, which is not there.`)
    }
  }
  const missing = (): readonly string[] =>
    needed.filter((name) => !pathsOf(name).some((path) => existsSync(path)))
  aptInstall(PACKAGES, missing, HOW_TO_INSTALL)
}
