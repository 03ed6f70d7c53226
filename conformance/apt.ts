import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Installs Debian packages, where this process may: as root, on a system with apt-get.
 *
 * @param missing names what is not there, as it is called now
 * @param hint what to do by hand
 * @throws Error that says what to install, where it may not or it failed
 */
export function aptInstall(
  packages: readonly string[],
  missing: () => readonly string[],
  hint: string,
): void {
  const before = missing()
  if (before.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`Missing: ${before.join(', ')}. ${hint}`)
  }
  console.log(`Installing from Debian's packages (missing: ${before.join(', ')}) ...`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', ['-q', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  }
  const after = missing()
  if (after.length > 0) throw new Error(`apt-get did not bring: ${after.join(', ')}. ${hint}`)
}
