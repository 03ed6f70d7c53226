import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'

/** Nanoseconds per call of each variant, round by round. */
export type Timings = ReadonlyMap<string, readonly number[]>

export interface Plan {
  /** The module that holds the variants, for {@link runWorker}. */
  readonly worker: URL
  /** What each variant's process is started with, beside its name. */
  readonly args: readonly string[]
  readonly variants: readonly string[]
  readonly rounds: number
  /** Calls of a variant in one round. */
  readonly calls: number
  /** Processes of each variant, because one and the same code is compiled differently in each. Default: one. */
  readonly processes?: number
}

/**
 * Times variants against each other: each in processes of its own, so that they share neither heap nor compiled
 * code, and in turns of a few hundred calls, so that whatever else the machine does meets all of them.
 */
export async function interleave({
  worker,
  args,
  variants,
  rounds,
  calls,
  processes = 1,
}: Plan): Promise<Timings> {
  const children = Array.from({ length: processes }, () => variants)
    .flat()
    .map((variant) => ({ variant, child: fork(worker, [variant, ...args]) }))
  try {
    // Warm up: compile, connect, fill caches.
    for (const { child } of children) await turn(child, calls * 3)
    const timings = new Map(variants.map((variant): [string, number[]] => [variant, []]))
    for (let round = 0; round < rounds; round++) {
      for (const { variant, child } of children) timings.get(variant)!.push(await turn(child, calls))
    }
    return timings
  } finally {
    for (const { child } of children) child.kill()
  }
}

/** The ratio of two variants: the median over the rounds, in each of which both had their turn. */
export function ratio(timings: Timings, variant: string, base: string): number {
  const ours = timings.get(variant)!
  const theirs = timings.get(base)!
  return median(ours.map((time, round) => time / theirs[round]!))
}

/**
 * The ratio of what two variants add to a third: (ours - base) / (theirs - base), of their fastest turns but for one
 * in twenty. What is added is small against what it is added to, and noise only ever adds: so it is looked for where
 * there is least.
 */
export function addedRatio(timings: Timings, ours: string, theirs: string, base: string): number {
  const low = (variant: string): number => quantile(timings.get(variant)!, 0.05)
  return (low(ours) - low(base)) / (low(theirs) - low(base))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * part)]!
}

/** A variant, ready to be called: in the worker's process. */
export type Variant = (args: readonly string[]) => Promise<() => Promise<unknown> | void>

/** The worker's side of {@link interleave}. */
export async function runWorker(variants: Readonly<Record<string, Variant>>): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2)
  const call = await variants[name]!(args)
  process.on('message', (calls: number) => void measure(call, calls))
  process.send!('ready')
}

async function measure(call: () => Promise<unknown> | void, calls: number): Promise<void> {
  const start = process.hrtime.bigint()
  for (let i = 0; i < calls; i++) {
    const result = call()
    // What is done at once is not made to wait for a turn of its own.
    if (result !== undefined) await result
    // What is put off to a later turn of the event loop would pile up, and V8 take it for what lives long.
    if (i % 64 === 63) await setImmediate()
  }
  process.send!(Number(process.hrtime.bigint() - start) / calls)
}

const ready = new WeakSet<ChildProcess>()

async function turn(child: ChildProcess, calls: number): Promise<number> {
  if (!ready.has(child)) {
    await once(child, 'message')
    ready.add(child)
  }
  child.send(calls)
  const [time] = (await once(child, 'message')) as [number]
  return time
}
