/**
 * The whole Public Suffix List for `isPublicSuffix`, as the package `tldts` has it, which has to be installed beside.
 *
 * @module concors/psl
 */
import { getPublicSuffix } from 'tldts'

/** True for a domain under which anybody can register a name; private entries such as `github.io` included. */
export function isPublicSuffix(domain: string): boolean {
  return domain !== 'localhost' && getPublicSuffix(domain, { allowPrivateDomains: true }) === domain
}
