import type { Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, OPEN, STAR } from './shapes.js'

const slow: Reply = { headers: STAR, body: 'late', delay: 600 }
export const abort: readonly Scenario[] = [
  {
    group: 'abort',
    name: 'before it begins',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', abortAfter: 0 }],
  },
  {
    group: 'abort',
    name: 'before it begins, PUT',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 0 }],
  },
  {
    group: 'abort',
    name: 'while the answer is awaited',
    routes: { 'B/x': { '*': slow } },
    steps: [{ fetch: 'B/x', abortAfter: 200 }],
  },
  {
    group: 'abort',
    name: 'while the preflight is awaited',
    routes: { 'B/x': { OPTIONS: { ...slow, status: 200, headers: ALLOW_ALL }, '*': { headers: STAR } } },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 200 }, { wait: 600 }],
  },
  {
    group: 'abort',
    name: 'after the preflight',
    routes: { 'B/x': { OPTIONS: { status: 204, headers: ALLOW_ALL }, '*': slow } },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 250 }],
  },
  {
    group: 'abort',
    name: 'when all is over',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', abortAfter: 3000 }],
  },
  {
    group: 'abort',
    name: 'an aborted preflight is not kept',
    routes: {
      'B/x': {
        OPTIONS: [
          { ...slow, headers: ALLOW_ALL },
          { headers: [...ALLOW_ALL, ['Access-Control-Max-Age', '600']] },
        ],
        '*': { headers: STAR },
      },
    },
    steps: [
      { fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 200 },
      { wait: 700 },
      { fetch: 'B/x', init: { method: 'PUT' } },
      { fetch: 'B/x', init: { method: 'PUT' } },
    ],
  },
]
