import { addedRatio, interleave, ratio } from '../interleave.js'
import type { Timings } from '../interleave.js'
import { figure } from '../table.js'
import type { Figure } from '../table.js'
import { KINDS } from './requests.js'
import type { Kind } from './requests.js'

/** Calls of one turn: a request costs about a microsecond. */
const CALLS = 20_000

/** Of each variant. */
const PROCESSES = 4

/**
 * Processes of each variant, turns of a round, and calls of a turn. Processes of Fastify and Koa differ by 60 ns, and what
 * is added there is 300; on Hono and h3 a process differs more from itself, a second later.
 */
const FRAMEWORKS = [
  ['fastify', 16, 1, 4000],
  ['koa', 16, 1, 4000],
  ['hono', PROCESSES, 4, 1000],
  ['h3', PROCESSES, 4, 1000],
] as const

/** The figures of the policy and its adapters, measured now. */
export async function policyFigures(rounds: number): Promise<readonly Figure[]> {
  return [
    ...(await nodeFigures(rounds)),
    ...(await frameworkFigures(rounds)),
    ...(await scaleFigures(rounds)),
  ]
}

async function nodeFigures(rounds: number): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [read, bar] of [
    ['unread', 0.4],
    ['read', 0.8],
  ] as const) {
    for (const kind of KINDS) {
      const timings = await time(
        'node-variants.ts',
        [kind, read],
        ['base', 'by hand', 'npm cors', 'concors'],
        rounds,
        CALLS,
      )
      const where = `node:http, ${kind}, \`request.headers\` ${read}: time added`
      figures.push(figure(where, 'npm cors', addedRatio(timings, 'concors', 'npm cors', 'base'), bar))
      if (kind === 'allowed' && read === 'unread') {
        figures.push(
          figure(where, 'constant `setHeader` calls', addedRatio(timings, 'concors', 'by hand', 'base'), 1.6),
        )
      }
    }
  }
  return figures
}

async function frameworkFigures(rounds: number): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  for (const [framework, processes, turns, calls] of FRAMEWORKS) {
    const variants = [`${framework} base`, `${framework} own`, `${framework} concors`]
    for (const kind of KINDS) {
      const timings = await time('framework-variants.ts', [kind], variants, rounds * turns, calls, processes)
      const value = addedRatio(timings, `${framework} concors`, `${framework} own`, `${framework} base`)
      figures.push(figure(`${framework}, ${kind}: time added`, `its own middleware`, value, barOf(kind)))
    }
  }
  return figures
}

function barOf(kind: Kind): number {
  return kind === 'allowed' ? 0.75 : 1 / 3
}

async function scaleFigures(rounds: number): Promise<readonly Figure[]> {
  const many = ['exact', 'pattern', 'miss'].flatMap((what) => [
    `many, ${what}, repeated`,
    `many, ${what}, random`,
  ])
  const origins = await time('scale-variants.ts', [], ['base', 'one origin', ...many], rounds, CALLS)
  const hostile = [
    'one long token',
    '4,000 short tokens',
    'only spaces',
    'only commas',
    'allowed names repeated',
  ]
  const variants = ['preflight, normal', ...hostile.map((what) => `preflight, ${what}`)]
  const preflights = await time('scale-variants.ts', [], variants, rounds, CALLS)
  return [
    ...many.map((what) =>
      figure(
        `10,000 origins and 1,000 patterns, ${what.slice('many, '.length)}: time added`,
        'one origin',
        addedRatio(origins, what, 'one origin', 'base'),
        what.endsWith('random') ? 2.2 : 1.5,
      ),
    ),
    ...hostile.map((what) =>
      figure(
        `hostile preflight of 16 kB, ${what}`,
        'a normal one',
        ratio(preflights, `preflight, ${what}`, 'preflight, normal'),
        1,
      ),
    ),
  ]
}

function time(
  worker: string,
  args: readonly string[],
  variants: readonly string[],
  rounds: number,
  calls: number,
  processes = PROCESSES,
): Promise<Timings> {
  return interleave({
    worker: new URL(worker, import.meta.url),
    args,
    variants,
    rounds,
    calls,
    processes,
  })
}
