import { createServer } from 'node:http'
import type { Server } from 'node:http'

/** The page that fetches, for a real browser too: its buttons do what the scenes do, and its console says the same. */
export function createWeatherPage(apiOrigin: () => string): Server {
  return createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    response.end(html(apiOrigin()))
  })
}

function html(api: string): string {
  return `<!doctype html>
<html lang="en">
<title>Weather</title>
<h1>Weather</h1>
<p>
  <button data-path="/closed/readings">no header</button>
  <button data-path="/public/readings">*</button>
  <button data-path="/members/session" data-credentials="include">exact origin, with cookies</button>
  <button data-path="/members/favourite" data-credentials="include" data-method="PUT">PUT, allowed</button>
  <button data-path="/public/favourite" data-method="PUT">PUT, refused</button>
</p>
<pre></pre>
<script>
  const show = (text) => { document.querySelector('pre').textContent = text }
  for (const button of document.querySelectorAll('button')) {
    const { path, method = 'GET', credentials = 'same-origin' } = button.dataset
    const body = method === 'PUT' ? 'hilltop' : undefined
    button.onclick = () => fetch('${api}' + path, { method, credentials, body })
      .then((response) => response.text())
      .then(show, (error) => show(error + ' (the console says more)'))
  }
</script>
`
}
