/** Asks an app of this process as a page, and prints what that took: bytes held at most, milliseconds of processors. */
import { createUserAgent, fetchApp } from '@concors/user-agent'

const app = fetchApp(() =>
  Response.json({ temperature: 21 }, { headers: { 'access-control-allow-origin': '*' } }),
)
const browser = createUserAgent({ network: { 'https://api.example.com': app } })
const response = await browser.page('https://app.example.com/').fetch('https://api.example.com/weather')
await response.json()
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
// From kilobytes and microseconds.
console.log(JSON.stringify({ bytes: maxRSS * 1024, milliseconds: (userCPUTime + systemCPUTime) / 1000 }))
