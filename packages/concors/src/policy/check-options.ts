import { checkAllowHeaders, checkExposeHeaders, checkMaxAge, checkMethods } from './check-names.js'
import { checkAllowOrigins, checkExactOrigins } from './check-origins.js'
import { IssueList, throwIfAny } from './issues.js'
import { OptionReader } from './option-reader.js'
import type { NormalizedOptions, OriginPattern } from './options.js'
import type { ParsedPattern } from './origin-pattern.js'
import { isKnownPublicSuffix } from './public-suffixes.js'

const KEYS = [
  'allowOrigins',
  'allowCredentials',
  'allowMethods',
  'allowHeaders',
  'exposeHeaders',
  'maxAge',
  'timingAllowOrigins',
  'resourcePolicy',
  'rejectDisallowed',
  'selfOrigins',
  'preflightStatus',
  'dangerouslyAllowNullOrigin',
  'dangerouslyAllowInsecureOrigins',
  'dangerouslyAllowPublicSuffixes',
  'isPublicSuffix',
] as const satisfies readonly (keyof NormalizedOptions)[]

/** Options without a mistake. */
export interface CheckedOptions {
  readonly options: NormalizedOptions
  /** The patterns of `allowOrigins`; empty where it is no list. */
  readonly patterns: readonly ParsedPattern[]
}

/**
 * Looks at everything, so that all mistakes are found at once.
 *
 * @throws PolicyError with every mistake
 */
export function checkOptions(given: unknown): CheckedOptions {
  const issues = new IssueList()
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    issues.add('not-an-object', '', given)
    throwIfAny(issues)
  }
  const reader = new OptionReader(given as Record<string, unknown>, issues)
  reader.refuseUnknown(KEYS)
  const credentials = reader.boolean('allowCredentials')
  const allowInsecure = reader.boolean('dangerouslyAllowInsecureOrigins')
  const allowPublicSuffixes = reader.boolean('dangerouslyAllowPublicSuffixes')
  const allowNull = reader.boolean('dangerouslyAllowNullOrigin')
  const isPublicSuffix = reader.function('isPublicSuffix') as NormalizedOptions['isPublicSuffix']
  if (allowNull && credentials) {
    issues.add('null-origin-with-credentials', 'dangerouslyAllowNullOrigin', true, false)
  }
  const origins = checkAllowOrigins(reader, {
    credentials,
    allowInsecure,
    allowPublicSuffixes,
    isPublicSuffix: isPublicSuffix ?? isKnownPublicSuffix,
  })
  const isList = Array.isArray(origins)
  const options: NormalizedOptions = {
    allowOrigins: isList ? unique(origins) : (origins as Exclude<typeof origins, readonly ParsedPattern[]>),
    allowCredentials: credentials,
    allowMethods: checkMethods(reader),
    allowHeaders: checkAllowHeaders(reader),
    exposeHeaders: checkExposeHeaders(reader, credentials),
    maxAge: checkMaxAge(reader),
    timingAllowOrigins: checkOriginList(reader, 'timingAllowOrigins'),
    resourcePolicy: reader.oneOf('resourcePolicy', ['same-origin', 'same-site', 'cross-origin']),
    rejectDisallowed: reader.boolean('rejectDisallowed'),
    selfOrigins: checkSelfOrigins(reader),
    preflightStatus: reader.oneOf('preflightStatus', [200, 204]) ?? 204,
    dangerouslyAllowNullOrigin: allowNull,
    dangerouslyAllowInsecureOrigins: allowInsecure,
    dangerouslyAllowPublicSuffixes: allowPublicSuffixes,
    isPublicSuffix,
  }
  throwIfAny(issues)
  return { options, patterns: isList ? origins : [] }
}

function unique(patterns: readonly ParsedPattern[]): readonly OriginPattern[] {
  return [...new Set(patterns.map(({ text }) => text as OriginPattern))]
}

function checkOriginList(reader: OptionReader, key: string): '*' | readonly OriginPattern[] {
  const list = reader.list(key)
  return list === '*' || list === null ? (list ?? []) : checkExactOrigins(list, key, reader.issues)
}

function checkSelfOrigins(reader: OptionReader): readonly OriginPattern[] {
  const origins = checkOriginList(reader, 'selfOrigins')
  if (origins !== '*') return origins
  reader.issues.add('wrong-type', 'selfOrigins', origins)
  return []
}
