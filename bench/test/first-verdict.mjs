/** Asks an app of this process as a page, and prints how many bytes the process then holds at most. */
import { createUserAgent, fetchApp } from '@concors/user-agent'

const app = fetchApp(() =>
  Response.json({ temperature: 21 }, { headers: { 'access-control-allow-origin': '*' } }),
)
const browser = createUserAgent({ network: { 'https://api.example.com': app } })
const response = await browser.page('https://app.example.com/').fetch('https://api.example.com/weather')
await response.json()
// Kilobytes, whatever the system counts in.
console.log(process.resourceUsage().maxRSS * 1024)
