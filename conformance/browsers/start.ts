import { startChromium } from './chromium.js'
import type { Engine, EngineName, EngineOptions } from './engine.js'
import { startFirefox } from './firefox.js'
import { startWebkit } from './webkit.js'

const STARTERS: Readonly<Record<EngineName, (options: EngineOptions) => Promise<Engine>>> = {
  chromium: startChromium,
  firefox: startFirefox,
  webkit: startWebkit,
}

/** @throws Error that names the engine, and what to install where that is it */
export async function startEngine(name: EngineName, options: EngineOptions): Promise<Engine> {
  try {
    return await STARTERS[name](options)
  } catch (error) {
    throw new Error(`${name} does not start: ${(error as Error).message}`, { cause: error })
  }
}
