// A Hono app, mounted at its origin in the same process: the code under test fetches from it as a page.
import { cors } from '@concors/test'
import { Hono } from 'hono'
import { expect, test } from 'vitest'

// Its author asserted Access-Control-Allow-Origin, and forgot the credentials that the page sends.
const app = new Hono()
app.get('/me', (context) => {
  context.header('access-control-allow-origin', '*')
  return context.json({ name: 'Ada' })
})
cors.mount('https://api.example.com', app)

const me = (credentials: RequestCredentials): Promise<Response> =>
  fetch('https://api.example.com/me', { credentials })

test('without credentials the page may read who it is', async () => {
  expect(await (await me('omit')).json()).toEqual({ name: 'Ada' })
})

test('with credentials a star is not enough', async () => {
  await expect(me('include')).rejects.toThrow('Failed to fetch')
  expect(cors.rejections[0]?.failure.code).toBe('wildcard-origin-not-allowed')
})
