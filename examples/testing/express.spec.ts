// An Express app, asked as browsers would ask it: no port, no certificate, no browser.
import { lookalikes } from '@concors/test'
import { cors } from 'concors/node'
import express from 'express'
import { expect, test } from 'vitest'

const app = express()
app.use(
  cors({ allowOrigins: ['https://app.example.com'], allowMethods: ['PUT'], exposeHeaders: ['x-total'] }),
)
app.get('/items', (_request, response) => void response.set('x-total', '3').json([1, 2, 3]))
app.put('/items/1', (_request, response) => void response.json({ saved: true }))

test('the page reads and saves items', async () => {
  await expect(app).toExpose('x-total', { path: '/items' })
  await expect(app).toAllow({ path: '/items/1', method: 'PUT' })
})

test('nobody else reads them, and nobody deletes them', async () => {
  await expect(app).toRefuse({ path: '/items', from: lookalikes('https://app.example.com') })
  await expect(app).toRefuse({ path: '/items/1', method: 'DELETE' })
})
