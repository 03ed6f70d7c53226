// NestJS 12 on Express. With the Fastify platform it is concors/fastify: await app.register(cors(…)).
import 'reflect-metadata'
import { Controller, Module, Put } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { cors } from 'concors/node'

@Controller()
class Hello {
  @Put()
  hello(): object {
    return { hello: 'world' }
  }
}

@Module({ controllers: [Hello] })
class Application {}

const app = await NestFactory.create(Application, { logger: ['error'] })
app.use(cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] }))
await app.listen(Number(process.env['PORT'] ?? 0), 'localhost')
console.log(await app.getUrl())
