// Fastify 5.
import { fastify } from 'fastify'
import { cors } from 'concors/fastify'

const app = fastify()
await app.register(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
app.all('/', async () => ({ hello: 'world' }))

await app.listen({ port: Number(process.env['PORT'] ?? 0) })
console.log(app.listeningOrigin)
