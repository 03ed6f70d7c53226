/**
 * The whole Public Suffix List for `isPublicSuffix`, as the package `tldts` has it, which has to be installed beside.
 *
 * @module concors/psl
 */
import { getPublicSuffix } from 'tldts'
import { coversSharedHosting } from './policy/public-suffixes.js'

/**
 * True for a domain under which anybody can register a name; private entries such as `github.io` included. The list
 * can only be asked for a domain itself, so what lies above an entry comes from the built-in list: `run.app`, which is
 * above `a.run.app`.
 */
export function isPublicSuffix(domain: string): boolean {
  if (domain === 'localhost') return false
  return getPublicSuffix(domain, { allowPrivateDomains: true }) === domain || coversSharedHosting(domain)
}
