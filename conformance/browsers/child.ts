import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { program } from './install.js'

/** Started here and not ended yet. */
const running = new Set<ChildProcess>()

process.on('exit', () => {
  for (const child of running) kill(child, 'SIGKILL')
})

/**
 * Starts a program in a process group of its own, which is ended as a whole. The kernel ends the program when
 * this process is killed and cannot.
 */
export function startChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdio: StdioOptions = 'ignore',
  cwd?: string,
): ChildProcess {
  const child = spawn(program('setpriv'), ['--pdeathsig', 'KILL', '--', command, ...args], {
    env,
    stdio,
    detached: true,
    cwd,
  })
  child.on('error', () => {})
  running.add(child)
  return child
}

export async function stopChild(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (hasEnded(child)) return void running.delete(child)
  kill(child, 'SIGTERM')
  await Promise.race([gone, sleep(2000)])
  kill(child, 'SIGKILL')
  await Promise.race([gone, sleep(1000)])
  running.delete(child)
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal)
  } catch {
    // It has ended already.
  }
}
