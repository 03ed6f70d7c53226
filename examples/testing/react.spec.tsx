// A React component whose server is mocked by msw: what the mock answers has to be shared with the page.
import { cors } from '@concors/test'
import { enforceCors } from '@concors/test/msw'
import { cleanup, render, screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, expect, test } from 'vitest'
import { Weather } from './weather.js'

const weather = (headers: Readonly<Record<string, string>>) =>
  http.get('https://api.example.com/weather', () => HttpResponse.json({ temperature: 21 }, { headers }))
const server = setupServer(weather({}))
server.listen()
enforceCors(server)
afterEach(cleanup)

test('a mock without CORS headers is refused, as the server would be', async () => {
  render(<Weather />)
  await screen.findByText('No weather today')
  expect(cors.rejections[0]?.failure.code).toBe('missing-allow-origin-header')
})

test('with them the weather is shown', async () => {
  server.use(weather({ 'access-control-allow-origin': 'https://app.example.com' }))
  render(<Weather />)
  await screen.findByText('21 °C')
})
