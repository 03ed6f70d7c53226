import type { ChildProcess } from 'node:child_process'
import { startChild } from './child.js'
import { within } from './engine.js'
import { program } from './install.js'

const START_LIMIT = 60_000

/** Its own X server: `xvfb-run` leaves one behind when it is killed. */
export async function startDisplay(children: ChildProcess[]): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp', '-noreset']
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'] as const
  const child = startChild(program('xvfb'), args, { PATH: process.env['PATH'] }, [...stdio])
  children.push(child)
  let text = ''
  const known = new Promise<void>((resolve, reject) => {
    child.stdio[3]!.on('data', (data: Buffer) => {
      text += data.toString()
      if (text.includes('\n')) resolve()
    })
    child.once('exit', () => reject(new Error('webkit: Xvfb ended at its start')))
  })
  await within(known, START_LIMIT, 'webkit: Xvfb’s start')
  return `:${text.trim()}`
}
