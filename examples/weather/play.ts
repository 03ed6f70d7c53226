import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { explainObservation, maskExplanation, renderTerminal } from '@concors/explain'
import type { Explanation, Palette } from '@concors/explain'
import { createUserAgent } from '@concors/user-agent'
import { createWeatherApi } from './api.js'
import { createWeatherPage } from './page.js'
import { SCENES } from './scenes.js'
import type { Scene } from './scenes.js'

/** The two servers, running. */
export interface Weather {
  readonly pageOrigin: string
  readonly apiOrigin: string
  close(): Promise<void>
}

/** Starts both servers on loopback, on these ports or, where they are taken, on any. */
export async function startWeather(pagePort: number, apiPort: number): Promise<Weather> {
  let apiOrigin = ''
  const page = createWeatherPage(() => apiOrigin)
  const pageOrigin = await listen(page, pagePort)
  const api = createWeatherApi(pageOrigin)
  apiOrigin = await listen(api, apiPort)
  return {
    pageOrigin,
    apiOrigin,
    close: async () => {
      await Promise.all([close(page), close(api)])
    },
  }
}

/** What became of a scene, as text, and what went otherwise than told. */
export interface Played {
  readonly scene: Scene
  readonly text: string
  readonly surprises: readonly string[]
}

/** Plays all scenes in one browser, one after the other. */
export async function* play(weather: Weather, palette: Palette): AsyncGenerator<Played> {
  const browser = createUserAgent({ profile: 'chromium', timeout: 10_000 })
  const page = browser.page(`${weather.pageOrigin}/`)
  try {
    for (const scene of SCENES) {
      const url = weather.apiOrigin + scene.path
      const inspection = await page.inspect(url, scene.init)
      const { method = 'GET', credentials = 'same-origin' } = scene.init
      const request = { method, url, origin: page.origin, mode: 'cors', credentials, headers: [] } as const
      const explanation = explainObservation({ ...inspection, profile: 'chromium', request })
      const body = (await inspection.response?.text()) ?? ''
      yield {
        scene,
        text: renderTerminal(maskExplanation(explanation), { palette }),
        surprises: surprisesOf(scene, explanation, body),
      }
    }
  } finally {
    await browser.close()
  }
}

function surprisesOf(scene: Scene, { verdict, failure }: Explanation, body: string): readonly string[] {
  const code = failure?.code ?? null
  return [
    ...(verdict === scene.verdict ? [] : [`the verdict is ${verdict}, not ${scene.verdict}`]),
    ...(code === scene.failure ? [] : [`the failure is ${code}, not ${scene.failure}`]),
    ...(scene.body === undefined || scene.body.test(body) ? [] : [`the body lacks ${scene.body}`]),
  ]
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || port === 0) throw error
    return listen(server, 0)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => {
    server.close(resolve)
  })
}
