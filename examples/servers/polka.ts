// Polka 0.5.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cors } from 'concors/node'
import polka from 'polka'

const app = polka()
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.put('/', (_, response) => {
  response.setHeader('Content-Type', 'application/json')
  response.end('{"hello":"world"}')
})

const server = createServer((request, response) => app.handler(request as never, response))
server.listen(Number(process.env['PORT'] ?? 0), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
