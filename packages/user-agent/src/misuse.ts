import type { Profile } from 'concors/protocol'
import { pageError } from 'concors/failures'
import type { ApiMisuse } from 'concors/failures'

/** What `fetch()` throws before there is a request, in the words of the profile's engine. */
export function misuse(profile: Profile, cause: ApiMisuse): Error {
  const { name, message } = pageError(profile.name, cause)
  return name === 'TypeError' ? new TypeError(message) : new DOMException(message, name)
}
