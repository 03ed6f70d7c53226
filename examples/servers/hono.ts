// Hono 4, as Bun, Deno and workerd take it: `bun hono.ts`, `deno serve hono.ts`.
import { Hono } from 'hono'
import { cors } from 'concors/hono'

const app = new Hono()
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.all('/', (context) => context.json({ hello: 'world' }))

// oxlint-disable-next-line import/no-default-export -- this is what the runtimes look for
export default app
