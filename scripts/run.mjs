import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/**
 * Runs a command with its output on ours. Resolves with its exit code; a command that
 * cannot start, or does not end within ten minutes, counts as failed.
 */
export function run(command, args, { cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 10 * 60 * 1000,
      // npm is a shell script on Windows.
      shell: command === 'npm' && process.platform === 'win32',
    })
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`)
      resolve(1)
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a JavaScript file of a package in node_modules with this Node, or with another one. */
export function runPackage(file, args, node = process.execPath) {
  return run(node, [join(root, 'node_modules', file), ...args])
}

/** The packages, and the lab with its page. */
export async function build() {
  const [{ bundle }, { buildLab }] = await Promise.all([import('./bundle.mjs'), import('./build-lab.mjs')])
  return (await runPackage('typescript/bin/tsc', ['-b'])) || (await bundle()) || buildLab()
}
