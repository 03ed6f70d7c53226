import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'undici'
import { EngineConsole } from './console.js'
import { Calls } from './calls.js'
import type { Params } from './calls.js'

/** A process of the page, as the inspector knows it. */
interface Target {
  readonly id: string
  readonly calls: Calls
  readonly enabled: Promise<unknown>
}

interface TargetInfo {
  readonly targetId: string
  readonly type: string
  readonly isProvisional?: boolean
  readonly isPaused?: boolean
}

/**
 * The page of a MiniBrowser, over its Web Inspector protocol. A page that goes to another site may change its process:
 * it is then another target of the same connection.
 */
export class InspectedPage {
  readonly console = new EngineConsole()
  readonly #outer: Calls
  readonly #socket: WebSocket
  readonly #targets = new Map<string, Target>()
  #current: Target | null = null
  #ended = false

  private constructor(socket: WebSocket) {
    this.#socket = socket
    this.#outer = new Calls(
      (text) => socket.send(text),
      (method, params) => this.#onOuterEvent(method, params),
    )
    socket.addEventListener('message', ({ data }) => this.#outer.receive(String(data)))
    socket.addEventListener('close', () => this.#end('MiniBrowser has ended'))
  }

  /** @param url the page's address at the inspector server */
  static async connect(url: string): Promise<InspectedPage> {
    const socket = new WebSocket(url)
    const page = new InspectedPage(socket)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true })
      socket.addEventListener('error', () => reject(new Error(`webkit: no inspector at ${url}`)), {
        once: true,
      })
    })
    await page.ready()
    return page
  }

  /** True once nothing more will come of it. */
  get ended(): boolean {
    return this.#ended
  }

  /** Resolves once there is a process that can be called. */
  async ready(): Promise<void> {
    while (this.#current === null && !this.#ended) await sleep(10)
    await this.#current?.enabled
  }

  /** Calls the page's process. */
  call(method: string, params?: Params): Promise<Params> {
    if (this.#current === null) return Promise.reject(new Error('webkit: the page is between two processes'))
    return this.#current.calls.call(method, params)
  }

  /** The value of a promise of JSON text. */
  async evaluate(expression: string): Promise<string> {
    const objectGroup = 'conformance'
    const { result, wasThrown } = await this.call('Runtime.evaluate', { expression, objectGroup })
    const { objectId, description } = result as { objectId?: string; description?: string }
    if (wasThrown === true) throw new Error(`webkit: ${description ?? 'the script threw'}`)
    const awaited = await this.call('Runtime.awaitPromise', {
      promiseObjectId: objectId,
      returnByValue: true,
    })
    await this.call('Runtime.releaseObjectGroup', { objectGroup })
    return String((awaited['result'] as { value?: unknown }).value)
  }

  close(): void {
    this.#end('The page was closed')
    this.#socket.close()
  }

  #end(reason: string): void {
    this.#ended = true
    this.#current = null
    for (const { calls } of this.#targets.values()) calls.end(reason)
    this.#outer.end(reason)
  }

  #onOuterEvent(method: string, params: Params): void {
    switch (method) {
      case 'Target.targetCreated':
        this.#addTarget(params['targetInfo'] as TargetInfo)
        return
      case 'Target.didCommitProvisionalTarget':
        this.#removeTarget(String(params['oldTargetId']))
        this.#current = this.#targets.get(String(params['newTargetId'])) ?? this.#current
        return
      case 'Target.targetDestroyed':
        this.#removeTarget(String(params['targetId']))
        return
      case 'Target.dispatchMessageFromTarget':
        this.#targets.get(String(params['targetId']))?.calls.receive(String(params['message']))
    }
  }

  #addTarget({ targetId, type, isProvisional, isPaused }: TargetInfo): void {
    if (type !== 'page') return
    const calls = new Calls(
      (message) => {
        this.#outer.call('Target.sendMessageToTarget', { targetId, message }).catch(() => calls.end('gone'))
      },
      (method, params) => this.#onPageEvent(method, params),
    )
    const domains = ['Page', 'Runtime', 'Console']
    const enabled = Promise.all(domains.map((domain) => calls.call(`${domain}.enable`)))
      .then(() => (isPaused ? this.#outer.call('Target.resume', { targetId }) : {}))
      .catch(() => {})
    const target = { id: targetId, calls, enabled }
    this.#targets.set(targetId, target)
    if (!isProvisional) this.#current = target
  }

  #removeTarget(id: string): void {
    this.#targets.get(id)?.calls.end('the page has left its process')
    this.#targets.delete(id)
    if (this.#current?.id === id) this.#current = null
  }

  #onPageEvent(method: string, params: Params): void {
    if (method === 'Console.messageAdded') {
      const { text, url = '' } = params['message'] as { text: string; url?: string }
      this.console.add(text, url)
    } else if (method === 'Console.messageRepeatCountUpdated') {
      // What is equal to the line before is not added again.
      const last = this.console.lines.at(-1)
      if (last !== undefined) this.console.add(last.text, last.url)
    }
  }
}
