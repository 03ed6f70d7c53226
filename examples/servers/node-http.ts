// node:http by itself: the function says whether it has answered.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cors } from 'concors/node'

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

const server = createServer((request, response) => {
  if (share(request, response)) return
  response.setHeader('Content-Type', 'application/json')
  response.end('{"hello":"world"}')
})

server.listen(Number(process.env['PORT'] ?? 0), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
