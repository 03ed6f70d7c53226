import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
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

export type ProgramName = keyof typeof PROGRAMS

const NEEDED: Readonly<Record<EngineName, readonly ProgramName[]>> = {
  chromium: ['chromium', 'openssl', 'certutil'],
  firefox: ['firefox', 'openssl', 'certutil', 'setpriv'],
  webkit: ['miniBrowser', 'xvfb', 'unshare', 'openssl', 'authorities', 'setpriv'],
}

const PACKAGES =
  'chromium firefox-esr libwebkit2gtk-4.1-0 xvfb openssl libnss3-tools ca-certificates util-linux'.split(' ')

/** @throws Error where the program is not installed */
export function program(name: ProgramName): string {
  const found = PROGRAMS[name].find((path) => existsSync(path))
  if (found === undefined) throw new Error(`${PROGRAMS[name].join(' or ')} is not there. ${HOW_TO_INSTALL}`)
  return found
}

function missingPrograms(engine: EngineName): ProgramName[] {
  return NEEDED[engine].filter((name) => !PROGRAMS[name].some((path) => existsSync(path)))
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
  const missing = engines.flatMap(missingPrograms)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`Missing: ${missing.join(', ')}. ${HOW_TO_INSTALL}`)
  }
  console.log(`Installing the browsers (missing: ${missing.join(', ')}) ...`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
    spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const still = engines.flatMap(missingPrograms)
  if (still.length > 0) throw new Error(`apt-get did not bring: ${still.join(', ')}. ${HOW_TO_INSTALL}`)
}
