/** Serves the API on a loopback port, in a process of its own, and tells the parent which. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answer } from './api.js'

const server = createServer(answer)
server.keepAliveTimeout = 600_000
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
