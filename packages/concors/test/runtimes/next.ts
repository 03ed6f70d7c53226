// The behaviour suite inside Next.js: this file is the one route handler of the application.
import { describeBehaviour } from '../adapters/behaviour.js'
import { fetchHandlers } from '../adapters/web-apps.js'
import type { Host } from '../adapters/web-apps.js'
import { answerSuite, askHost } from './hosted.js'

type Handle = Parameters<Host['serve']>[0]

let current: Handle

const host: Host = {
  name: ' in Next.js',
  inProcess: false,
  async serve(handle) {
    current = handle
    return { ask: askHost, close: async () => {} }
  },
}

const variesBy = ['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch']
describeBehaviour([{ ...fetchHandlers(host), variesBy }])

const route: Handle = async (request) => (await answerSuite(request)) ?? current(request)

export { route as GET, route as OPTIONS, route as POST, route as PUT }
