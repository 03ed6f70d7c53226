import type { ComponentChildren } from 'preact'
import type { HeaderList } from 'concors'
import type { WireMessage } from '../run/outcome.js'

/** What is drawn between page, browser and server. */
interface SequenceProps {
  /** What the page does. */
  readonly call: string
  readonly wire: readonly WireMessage[]
  /** After each message, in the browser. */
  readonly judgements?: readonly ComponentChildren[]
  /** What the page gets in the end; nothing while it waits. */
  readonly outcome: ComponentChildren
  readonly label: string
}

const SHOWN =
  /^(?:origin|access-control-.*|content-type|authorization|cookie|x-.*|vary|location|set-cookie|cross-origin-resource-policy|timing-allow-origin)$/i

/** The messages of a fetch, in their order: the picture that everything else serves. */
export function Sequence({ call, wire, judgements = [], outcome, label }: SequenceProps) {
  return (
    <div class="sequence">
      <div class="lanes" aria-hidden="true">
        <span>page</span>
        <span>browser</span>
        <span>server</span>
      </div>
      <ol aria-label={label}>
        <li class="message to-browser">
          <span class="who">The page asks its browser</span>
          <pre class="call">{call}</pre>
        </li>
        {wire.map(({ request, response }, index) => (
          <Exchange key={index} request={request} response={response} judgement={judgements[index]} />
        ))}
        {outcome === null ? null : <li class="message to-page">{outcome}</li>}
      </ol>
    </div>
  )
}

interface ExchangeProps extends WireMessage {
  readonly judgement: ComponentChildren
}

function Exchange({ request, response, judgement }: ExchangeProps) {
  const { method, url, headers } = request
  const preflight = method === 'OPTIONS'
  const target = new URL(url)
  return (
    <>
      <li class="message to-server">
        <span class="who">
          {preflight ? 'The browser asks for permission (preflight)' : 'The browser sends the request'}
        </span>
        <Head line={`${method} ${target.pathname}`} more={`Host: ${target.host}`} headers={headers} />
      </li>
      {response === null ? null : (
        <li class="message from-server">
          <span class="who">The server answers</span>
          <Head line={`${response.status} ${response.statusMessage}`.trim()} headers={response.headers} />
        </li>
      )}
      {judgement === undefined ? null : <li class="judgement">{judgement}</li>}
    </>
  )
}

/** A head as it passes, without what has nothing to do with CORS. */
function Head({
  line,
  more,
  headers,
}: {
  readonly line: string
  readonly more?: string
  readonly headers: HeaderList
}) {
  const shown = headers.filter(([name]) => SHOWN.test(name))
  return (
    <pre class="head">
      <b>{line}</b>
      {more === undefined ? null : `\n${more}`}
      {shown.map(([name, value], index) => (
        <span
          key={index}
          class={/^(?:origin|access-control-)/i.test(name) ? 'cors' : ''}
        >{`\n${name}: ${masked(name, value)}`}</span>
      ))}
    </pre>
  )
}

/** Cookies are the visitor's own, and pictures of this page travel. */
function masked(name: string, value: string): string {
  return /^(?:cookie|set-cookie)$/i.test(name) ? value.replaceAll(/=[^;]*/g, '=***') : value
}
