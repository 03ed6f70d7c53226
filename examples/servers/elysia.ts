// Elysia 1, as Bun takes it: `bun elysia.ts`. The policy is around the whole application.
import { cors } from 'concors/fetch'
import { Elysia } from 'elysia'

const app = new Elysia().put('/', () => ({ hello: 'world' }))

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

// oxlint-disable-next-line import/no-default-export -- this is what the runtimes look for
export default { fetch: share((request: Request) => app.fetch(request)) }
