/** Prints by how many bytes the heap has grown after 100,000 fetches of an app in this process. */
import { createUserAgent, fetchApp } from '@concors/user-agent'
import { answerFetch } from './api.js'

const FETCHES = 100_000

const browser = createUserAgent({ network: { 'https://api.example.com': fetchApp(answerFetch) } })
const page = browser.page('https://app.example.com/')

async function run(fetches: number): Promise<void> {
  for (let i = 0; i < fetches; i++) {
    const response = await page.fetch(`https://api.example.com/items/${i}`)
    // Every tenth body stays unread.
    if (i % 10 !== 0) await response.text()
  }
}

async function heapUsed(): Promise<number> {
  for (let i = 0; i < 5; i++) {
    global.gc!()
    // Lets finalizers run, which the collector only queues.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}

await run(5000)
const before = await heapUsed()
await run(FETCHES)
console.log((await heapUsed()) - before)
await browser.close()
