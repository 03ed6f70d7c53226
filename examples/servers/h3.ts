// h3 2. The policy is around the whole application, so that it is on errors and missing pages too.
import { cors } from 'concors/fetch'
import { H3 } from 'h3'
import { serve } from 'srvx'

const app = new H3()
app.put('/', () => ({ hello: 'world' }))

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })
const server = serve({
  fetch: share((request: Request) => app.fetch(request)),
  port: Number(process.env['PORT'] ?? 0),
  hostname: 'localhost',
  silent: true,
})
await server.ready()
console.log(server.url)
