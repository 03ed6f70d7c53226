import type { Verdict } from '@concors/explain'

/** What the exit code of `concors explain` says. */
export const EXIT_CODE = {
  readable: 0,
  blocked: 1,
  usage: 2,
  unreachable: 3,
  withheld: 4,
  unknown: 4,
  /** A mistake in concors itself, or output that cannot be written; the number is that of sysexits' EX_SOFTWARE. */
  internal: 70,
} as const satisfies Record<Verdict | 'usage' | 'internal', number>
