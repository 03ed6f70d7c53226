// A handler that takes a Request and gives a Response, as Bun, Deno and workerd take it: `bun fetch.ts`, `deno serve fetch.ts`.
import { cors } from 'concors/fetch'

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

// oxlint-disable-next-line import/no-default-export -- this is what the runtimes look for
export default { fetch: share(() => Response.json({ hello: 'world' })) }
