import { checkAllowHeaders, checkExposeHeaders, checkMethods } from './check-names.js'
import { checkAllowOrigins, checkExactOrigins } from './check-origins.js'
import { callable, flag, object, oneOf, orAny } from './checks.js'
import type { Check } from './given.js'
import { MAX_MAX_AGE } from './options.js'
import type { NormalizedOptions } from './options.js'

const checkMaxAge: Check<number> = (given) => {
  const { value } = given
  if (typeof value !== 'number') {
    const isMeant = typeof value === 'string' && /^[0-9]{1,5}$/.test(value)
    return given.refuse('wrong-type', isMeant ? Number(value) : undefined)
  }
  if (!Number.isInteger(value)) return given.refuse('max-age-invalid')
  const bounded = Math.min(Math.max(value, 0), MAX_MAX_AGE)
  return value === bounded ? value : given.refuse('max-age-out-of-bounds', bounded)
}

/** What each option may be. */
export const checkOptions: Check<NormalizedOptions> = object<NormalizedOptions>(
  {
    allowOrigins: checkAllowOrigins,
    allowCredentials: flag,
    allowMethods: checkMethods,
    allowHeaders: checkAllowHeaders,
    exposeHeaders: checkExposeHeaders,
    maxAge: checkMaxAge,
    timingAllowOrigins: orAny(checkExactOrigins),
    resourcePolicy: oneOf('value-not-allowed', undefined, 'same-origin', 'same-site', 'cross-origin'),
    rejectDisallowed: flag,
    selfOrigins: checkExactOrigins,
    preflightStatus: oneOf('value-not-allowed', 204, 200),
    dangerouslyAllowNullOrigin: (given, all) =>
      given.value === true && all['allowCredentials']
        ? given.refuse('null-origin-with-credentials', false)
        : flag(given, all),
    dangerouslyAllowInsecureOrigins: flag,
    dangerouslyAllowPublicSuffixes: flag,
    isPublicSuffix: callable(),
  },
  'missing-allow-origins',
  'allowOrigins',
)
