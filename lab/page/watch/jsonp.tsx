import { useEffect, useState } from 'preact/hooks'
import type { Places } from '../../api/places.js'
import { createRunName } from '../run/real-run.js'

type Message = { readonly jsonp: 'data'; readonly stations: number } | { readonly jsonp: 'error' }

/** The work-around that CORS replaced, played in a frame of its own. */
export function Jsonp({ places }: { readonly places: Places }) {
  const [run, setRun] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)

  useEffect(() => {
    const listen = ({ origin, data }: MessageEvent<Message | null>): void => {
      if (origin !== location.origin || data === null || typeof data !== 'object' || !('jsonp' in data))
        return
      setSaid(
        data.jsonp === 'data'
          ? `showWeather was called by the API's code, with ${data.stations} stations.`
          : 'The script did not load. A page learns no more than that: no status, no reason.',
      )
    }
    addEventListener('message', listen)
    return () => removeEventListener('message', listen)
  }, [])

  const play = (): void => {
    setSaid(null)
    setRun(createRunName())
  }
  const source = `${places.crossSite}/weather/readings.js?callback=showWeather`
  return (
    <div class="jsonp">
      <h2>JSONP, before CORS</h2>
      <p>
        Scripts may come from any origin, so pages used to load data as a script. The page defines a function,
        and the other server sends code that calls it.
      </p>
      <div class="columns">
        <figure>
          <figcaption>The page</figcaption>
          <pre>{`function showWeather(weather) { … }\n\n<script src="${source}"></script>`}</pre>
        </figure>
        <figure>
          <figcaption>The answer of {places.crossSite}</figcaption>
          <pre>
            {
              'HTTP/1.1 200 OK\nContent-Type: text/javascript\n\nshowWeather({"unit":"celsius","stations":[…]})'
            }
          </pre>
        </figure>
      </div>
      <button type="button" class="run" onClick={play}>
        Run
      </button>
      <p aria-live="polite" class="jsonp-said">
        {run === null ? '' : (said ?? 'Loading …')}
      </p>
      {run === null ? null : (
        <iframe
          key={run}
          title="A page that uses JSONP"
          class="sr"
          src={`/jsonp.html?api=${encodeURIComponent(places.crossSite)}&run=${run}`}
        />
      )}
      <h3>Why it is worse</h3>
      <ul>
        <li>
          The page runs whatever the other server sends, with all of the page's own rights: its storage, its
          cookies, its forms. With CORS it gets data, and no code.
        </li>
        <li>
          The server cannot say who may read: the request has no Origin, and every site that loads the script
          gets the data, with the visitor's cookies where browsers still send them.
        </li>
        <li>Only GET, no request headers, no status and no error: a script has loaded, or it has not.</li>
        <li>
          A Content-Security-Policy has to let the other server's code run. This lab's page does not: the
          scene plays in a frame of its own, with a looser policy.
        </li>
      </ul>
    </div>
  )
}
