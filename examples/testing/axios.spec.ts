// axios, by its adapter for XMLHttpRequest, which is the page's.
import { cors } from '@concors/test'
import axios from 'axios'
import { expect, test } from 'vitest'

const client = axios.create({ baseURL: 'https://api.example.com', adapter: 'xhr' })

test('JSON needs a preflight, and the preflight has to allow it', async () => {
  const headers = new Headers({ 'access-control-allow-origin': 'https://app.example.com' })
  cors.mount('https://api.example.com', { fetch: () => new Response('saved', { headers }) })
  await expect(client.post('/items', { id: 1 })).rejects.toThrow('Network Error')
  expect(cors.rejections[0]?.failure.code).toBe('header-disallowed-by-preflight-response')

  headers.set('access-control-allow-headers', 'content-type')
  const { data } = await client.post<string>('/items', { id: 1 })
  expect(data).toBe('saved')
  expect(cors.browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'OPTIONS', 'POST'])
})
