import type { Engine } from '../browsers/engine.js'
import { pageKind } from '../scenarios/pages.js'
import type { PageName } from '../scenarios/pages.js'
import { FRAME_DOCUMENT, FRAME_PATH } from '../server/pages.js'
import type { World } from '../server/world.js'

/** The source of a function, and what to call it with. */
interface Call {
  readonly source: string
  readonly argument: unknown
}

/** Calls a function in the page that is open, or in the frame of it that is meant. */
export function evaluateIn(
  engine: Engine,
  world: World,
  page: PageName,
  { source, argument }: Call,
  timeLimit: number,
): Promise<unknown> {
  const { at, frame } = pageKind(page)
  if (frame === undefined) return engine.page.evaluate(source, argument, timeLimit)
  const url =
    frame === 'data'
      ? `data:text/html,${encodeURIComponent(FRAME_DOCUMENT)}`
      : `${world.origins[at]}${FRAME_PATH}`
  // The transpiler's helper, as in `evaluated`.
  const code = `((argument) => { const __name = (value) => value; return (${source})(argument) })`
  return engine.page.evaluate(
    IN_FRAME,
    { url, sandboxed: frame === 'sandboxed', message: { code, argument } },
    timeLimit,
  )
}

/** Posts code to the frame's document, and waits for what it posts back. The frame stays until the next one: its console is heard a little later. */
const IN_FRAME = `({ url, sandboxed, message }) => new Promise((resolve) => {
  for (const old of document.querySelectorAll('iframe')) old.remove()
  const element = document.createElement('iframe')
  if (sandboxed) element.sandbox = 'allow-scripts'
  element.onload = () => element.contentWindow.postMessage(message, '*')
  onmessage = ({ data }) => { resolve(data) }
  element.src = url
  document.documentElement.append(element)
})`
