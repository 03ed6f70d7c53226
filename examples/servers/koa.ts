// Koa 3.
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { cors } from 'concors/koa'

const app = new Koa()
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.use((context) => {
  context.body = { hello: 'world' }
})

const server = app.listen(Number(process.env['PORT'] ?? 0), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
