/**
 * Domains of hosting services under which anybody can have a name: the most used of the private section of the
 * Public Suffix List, https://publicsuffix.org/list/public_suffix_list.dat. A short list, because the whole one
 * is 15,000 lines and changes weekly; `isPublicSuffix` takes it.
 */
export const SHARED_HOSTING_SUFFIXES: readonly string[] = [
  'a.run.app',
  'amplifyapp.com',
  'appspot.com',
  'azurestaticapps.net',
  'azurewebsites.net',
  'base44.app',
  'blogspot.com',
  'cloudapp.net',
  'cloudfront.net',
  'csb.app',
  'deno.dev',
  'deno.net',
  'duckdns.org',
  'elasticbeanstalk.com',
  'firebaseapp.com',
  'fly.dev',
  'framer.app',
  'framer.website',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'hf.space',
  'lovable.app',
  'myshopify.com',
  'netlify.app',
  'ngrok-free.app',
  'ngrok-free.dev',
  'ngrok.app',
  'ngrok.dev',
  'ngrok.io',
  'notion.site',
  'now.sh',
  'ondigitalocean.app',
  'onrender.com',
  'pages.dev',
  'readthedocs.io',
  'repl.co',
  'replit.app',
  's3.amazonaws.com',
  'streamlit.app',
  'surge.sh',
  'translate.goog',
  'trycloudflare.com',
  'up.railway.app',
  'vercel.app',
  'web.app',
  'webflow.io',
  'wixsite.com',
  'workers.dev',
]

/** `co.uk` and the like: the registries' usual second levels below a country's domain. */
const COUNTRY_SECOND_LEVEL = /^(?:ac|co|com|edu|gov|net|org)\.[a-z]{2}$/

/**
 * Whether a domain is one of the listed suffixes, or one of these lies below it. `*.` is of any depth, so `*.run.app`
 * lets in whatever `*.a.run.app` does, though nobody can register a name right under `run.app`.
 */
export function coversSharedHosting(domain: string): boolean {
  return SHARED_HOSTING_SUFFIXES.some((suffix) => `.${suffix}`.endsWith(`.${domain}`))
}

/** Whether anybody can register a name somewhere under this domain, as far as the short list knows. */
export function isKnownPublicSuffix(domain: string): boolean {
  if (!domain.includes('.')) return domain !== 'localhost'
  return COUNTRY_SECOND_LEVEL.test(domain) || coversSharedHosting(domain)
}
