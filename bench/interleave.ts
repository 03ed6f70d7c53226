import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'

/** Nanoseconds per call of each variant: for each of its processes, round by round. */
export type Timings = ReadonlyMap<string, readonly (readonly number[])[]>

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
 * code, and in turns of a few hundred to some thousand calls, so that whatever else the machine does meets all of them.
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
    .map((variant) => ({ variant, child: fork(worker, [variant, ...args]), times: [] as number[] }))
  try {
    // Warm up: compile, connect, fill caches.
    for (const { child } of children) await turn(child, calls * 3)
    for (let round = 0; round < rounds; round++) {
      for (const { child, times } of children) times.push(await turn(child, calls))
    }
    const timesOf = (variant: string): number[][] =>
      children.filter((process) => process.variant === variant).map(({ times }) => times)
    return new Map(variants.map((variant) => [variant, timesOf(variant)]))
  } finally {
    for (const { child } of children) child.kill()
  }
}

/** The ratio of two variants: the median over the rounds, in each of which both had their turn. */
export function ratio(timings: Timings, variant: string, base: string): number {
  const ours = timings.get(variant)!.flat()
  const theirs = timings.get(base)!.flat()
  return median(ours.map((time, round) => time / theirs[round]!))
}

/**
 * The ratio of what two variants add to a third: (ours - base) / (theirs - base). What is added is small against what it
 * is added to. So of each process its fastest turn counts, since noise only ever adds; and of a variant's processes the
 * median, since how one and the same code is compiled makes some faster than others, by as much as what is looked for.
 */
export function addedRatio(timings: Timings, ours: string, theirs: string, base: string): number {
  const time = (variant: string): number => median(timings.get(variant)!.map((times) => Math.min(...times)))
  return (time(ours) - time(base)) / (time(theirs) - time(base))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
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
