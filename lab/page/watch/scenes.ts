import { DEFAULT_SWITCHES } from '../../api/switches.js'
import type { Switches } from '../../api/switches.js'

/** Switches that show one thing, and what to look at. */
export interface Scene {
  readonly name: string
  readonly text: string
  readonly switches: Switches
}

function scene(name: string, text: string, switches: Partial<Switches>): Scene {
  return { name, text, switches: { ...DEFAULT_SWITCHES, ...switches } }
}

export const SCENES: readonly Scene[] = [
  scene(
    'No header',
    'The browser adds Origin and sends the request; the server answers, and says nothing of sharing. The answer has come, and the page does not get it.',
    {},
  ),
  scene(
    'For everybody',
    'The server answers with Access-Control-Allow-Origin: *. It fits every page, so this one may read the weather.',
    { allowOrigin: 'any' },
  ),
  scene(
    'For this page',
    "The server names the page's origin, and varies by it. Another page would be refused.",
    { allowOrigin: 'exact' },
  ),
  scene(
    'With cookies',
    "credentials: 'include' asks for more than the wildcard gives: the server has to name the page, and to allow credentials.",
    { allowOrigin: 'any', credentials: 'include' },
  ),
  scene(
    'A preflight',
    'PUT could change something, so the browser asks first, with OPTIONS. Only when the server allows the method does the request go out.',
    { allowOrigin: 'exact', method: 'PUT', allowMethods: 'listed' },
  ),
  scene(
    'Refused in advance',
    'The preflight allows the origin and not the header. The request itself is never sent.',
    { allowOrigin: 'exact', header: 'x-units', allowMethods: 'listed' },
  ),
  scene(
    'Remembered',
    'Access-Control-Max-Age lets the browser remember a permission: the second request goes out without asking.',
    { allowOrigin: 'exact', method: 'PUT', allowMethods: 'listed', maxAge: '600', times: '2' },
  ),
  scene(
    'Sent on',
    'A redirect to another origin hides who asked: from there on the browser says Origin: null, and only * still fits.',
    { allowOrigin: 'exact', redirect: 'other-origin' },
  ),
  scene(
    'Hidden headers',
    'Of the headers the page sees a few, and those that Access-Control-Expose-Headers names: X-Station-Count, and not X-Request-Cost.',
    { allowOrigin: 'any', expose: 'listed' },
  ),
  scene(
    'Without permission',
    "mode: 'no-cors' makes the error go away, and the answer with it: an opaque response has no status, no headers and no body.",
    { mode: 'no-cors' },
  ),
  scene(
    'An error page',
    'The server fails, and its error page lacks the header. In the console it looks like CORS, and it is not.',
    { status: '503' },
  ),
  scene(
    'Into a canvas',
    'An image may be shown without permission. Drawn into a canvas it taints it, and nobody can read the canvas any more.',
    { resource: 'chart' },
  ),
  scene(
    'A clean canvas',
    'With crossorigin="anonymous" the image is asked for with CORS. The server allows it, and the canvas stays readable.',
    { resource: 'chart', crossOrigin: 'anonymous', allowOrigin: 'any' },
  ),
]

/** The scene that these switches are; null for a setting of one's own. */
export function sceneOf(switches: Switches): Scene | null {
  return SCENES.find((one) => JSON.stringify(one.switches) === JSON.stringify(switches)) ?? null
}
