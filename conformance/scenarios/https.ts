import type { Group, Scenario } from './scenario.js'
import { OPEN, STAR } from './shapes.js'

const SECURE_TARGETS = ['SA', 'SB', 'SC', 'A', 'L', 'app', 'api'] as const
const targets: readonly Scenario[] = SECURE_TARGETS.flatMap((target) =>
  (
    [
      ['GET', {}],
      ['PUT', { method: 'PUT' }],
      ['no-cors', { mode: 'no-cors' }],
      ['no-cors POST', { mode: 'no-cors', method: 'POST', body: 'x' }],
      ['POST without a referrer', { method: 'POST', body: 'x', referrerPolicy: 'no-referrer' }],
    ] as const
  ).map(([name, init]): Scenario => ({
    group: 'https',
    name: `${name} to ${target}`,
    page: 'SA',
    routes: { [`${target}/x`]: OPEN },
    steps: [{ fetch: `${target}/x`, init }],
  })),
)

const downgrades: readonly Scenario[] = (['app', 'api', 'A'] as const).map((target) => ({
  group: 'https' as Group,
  name: `redirected to http at ${target}`,
  page: 'SA',
  routes: {
    'SC/0': { '*': { status: 302, headers: [...STAR, ['Location', `{${target}/1}`]] } },
    [`${target}/1`]: OPEN,
  },
  steps: [{ fetch: 'SC/0' }],
}))

const upgrades: readonly Scenario[] = (['SA', 'SB', 'SC'] as const).flatMap((target) =>
  (['same-origin', 'same-site', 'cross-origin'] as const).map((value) => ({
    group: 'https' as Group,
    name: `no-cors from http to ${target}, resource policy ${value}`,
    page: 'app',
    routes: { [`${target}/x`]: { '*': { headers: [['Cross-Origin-Resource-Policy', value]] } } },
    steps: [{ fetch: `${target}/x`, init: { mode: 'no-cors' } }],
  })),
)

/** The engines trust the authority of `SA`, `SB` and `SC`, and nobody else's. */
const certificates: readonly Scenario[] = (['selfSigned', 'misnamed', 'expired'] as const).flatMap((target) =>
  (
    [
      ['GET', {}],
      ['PUT', { method: 'PUT' }],
      ['no-cors', { mode: 'no-cors' }],
    ] as const
  ).map(([name, init]): Scenario => ({
    group: 'https',
    name: `${name}, the certificate is ${target}`,
    page: 'SA',
    routes: { [`${target}/x`]: OPEN },
    steps: [{ fetch: `${target}/x`, init }],
  })),
)

const redirected: Scenario = {
  group: 'https',
  name: 'redirected to a certificate that is selfSigned',
  page: 'SA',
  routes: {
    'SC/0': { '*': { status: 302, headers: [...STAR, ['Location', '{selfSigned/1}']] } },
    'selfSigned/1': OPEN,
  },
  steps: [{ fetch: 'SC/0' }],
}

/** The same host, and another origin. */
const otherScheme: Scenario = {
  group: 'https',
  name: 'from http to https of the same host',
  page: 'app',
  routes: { 'SA/x': { '*': { body: 'x' } } },
  steps: [{ fetch: 'SA/x' }],
}

export const https: readonly Scenario[] = [
  ...targets,
  ...downgrades,
  ...upgrades,
  ...certificates,
  redirected,
  otherScheme,
]
