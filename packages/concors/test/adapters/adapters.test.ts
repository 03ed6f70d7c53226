import { channel } from 'node:diagnostics_channel'
import { describe, expect, test } from 'vitest'
import { EVIL } from './app.js'
import { bare, http2, WAYS_TO_WRITE } from './bare-apps.js'
import { A, ACTUAL, describeBehaviour, lines, shared, start, vary } from './behaviour.js'
import { frameworks } from './framework-apps.js'
import { middlewareApps } from './middleware-apps.js'
import { nest } from './nest-app.js'
import { inProcess, webApps } from './web-apps.js'
import { elysia, h3 } from './web-framework-apps.js'

describeBehaviour([
  bare,
  http2,
  ...middlewareApps,
  nest,
  ...frameworks,
  ...webApps(inProcess),
  h3(inProcess),
  elysia(inProcess),
])

describe.each([bare, http2])('$name', (app) => {
  test.each(WAYS_TO_WRITE)('a head written as %s has what the policy says', async (way) => {
    const { ask } = await start(app)
    const answer = await ask('GET', `/way/${encodeURIComponent(way)}`, { origin: A })
    expect([answer.body, shared(answer)]).toEqual(['x', ACTUAL])
    expect(vary(answer)).toContain('origin')
    expect(vary(answer)).toContain('accept-encoding')
    if (way.includes('after')) expect(lines(answer, 'x-kept')).toEqual(['1'])
  })
})

describe('node:diagnostics_channel', () => {
  test('carries every decision to whoever listens', async () => {
    const messages: unknown[] = []
    const listener = (message: unknown): void => {
      messages.push(message)
    }
    const { ask } = await start(bare)
    await ask('GET', '/plain', { origin: A })
    channel('concors:decision').subscribe(listener)
    await ask('GET', '/plain', { origin: EVIL })
    channel('concors:decision').unsubscribe(listener)
    await ask('GET', '/plain', { origin: EVIL })
    expect(messages).toMatchObject([
      { decision: { reason: 'origin-not-listed' }, request: { url: '/plain' } },
    ])
  })
})
