// Connect 3.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import connect from 'connect'
import { cors } from 'concors/node'

const app = connect()
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.use((_, response) => {
  response.setHeader('Content-Type', 'application/json')
  response.end('{"hello":"world"}')
})

const server = createServer(app)
server.listen(Number(process.env['PORT'] ?? 0), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
