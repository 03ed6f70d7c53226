// A handler that takes a Request and gives a Response: Bun, Deno, workerd; and, with the function itself, the route
// handlers of Next.js, SvelteKit and h3.
import { cors } from 'concors/fetch'

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

// oxlint-disable-next-line import/no-default-export -- this is what the runtimes look for
export default { fetch: share(() => Response.json({ hello: 'world' })) }
