// Express 5; for Express 4 it is the same.
import type { AddressInfo } from 'node:net'
import express from 'express'
import { cors } from 'concors/node'

const app = express()
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.all('/', (_, response) => {
  response.json({ hello: 'world' })
})

const server = app.listen(Number(process.env['PORT'] ?? 0), 'localhost', () => {
  console.log(`http://localhost:${(server.address() as AddressInfo).port}/`)
})
