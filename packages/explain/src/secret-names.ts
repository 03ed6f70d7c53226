/** Names that contain a word of the pattern below, and hold no secret. */
const HARMLESS_HEADER =
  /^(?:access-control-|sec-|www-authenticate$|proxy-authenticate$|authentication-info$)/i

const SECRET_HEADER =
  /(?:^|[-_])(?:cookie2?|auth|authorization|api[-_]?key|(?:access|private|secret|subscription|functions|service|account|client|admin|master)[-_]?key|key|token|secret|password|passwd|pwd|session(?:[-_]?id)?|sid|signature|credentials?|jwt|csrf|xsrf|otp|assertion)(?:$|[-_])/i

/** Cookie, Set-Cookie, Authorization, and the many names that services have given to keys and tokens. */
export function isSecretHeaderName(name: string): boolean {
  return SECRET_HEADER.test(name) && !HARMLESS_HEADER.test(name)
}

const SECRET_PARAMETER =
  /(?:^|[-_.[])(?:auth|authorization|api[-_]?key|(?:access|private|secret|subscription|functions|service|account|client|admin|master)[-_]?key|key|token|secret|password|passwd|pass|pwd|session(?:[-_]?id)?|sid|sig|signature|credentials?|jwt|csrf|xsrf|otp|code|assertion|hmac|bearer|ticket|passphrase|state|saml(?:request|response))(?:$|[-_.\]])/i

/** Camel-cased and run-together forms of the most common ones: `accessToken`, `authtoken`, `apikey`. */
const SECRET_PARAMETER_ENDING =
  /(?:token|secret|password|apikey|accesskey|signature|sess(?:ion)?id|credential)s?$/i

/** Query parameters that carry a secret, by their name: `access_token`, `sig`, `X-Amz-Signature`, `code`. */
export function isSecretParameterName(name: string): boolean {
  return SECRET_PARAMETER.test(name) || SECRET_PARAMETER_ENDING.test(name)
}
