// What is used of jsdom. Its own types bring those of a whole DOM along, which no package here may use.
import type { DomClasses } from '../../src/index.js'

export interface ConstructorOptions {
  readonly url?: string
}

export class JSDOM {
  constructor(html?: string, options?: ConstructorOptions)
  readonly window: typeof globalThis & DomClasses & { close(): void }
}
