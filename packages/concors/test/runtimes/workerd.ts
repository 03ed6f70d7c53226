// The behaviour suite inside workerd, which listens for nothing by itself: the suite runs within one request, and
// calls the handlers.
import { describeBehaviour } from '../adapters/behaviour.js'
import { inProcess, webApps } from '../adapters/web-apps.js'
import { h3 } from '../adapters/web-framework-apps.js'
import { runAll } from './vitest.js'

const host = { ...inProcess, name: ' in workerd' }
// Not Elysia: it makes code at run time, which workerd refuses.
describeBehaviour([...webApps(host), h3(host)])

// oxlint-disable-next-line import/no-default-export -- this is what the runtime looks for
export default { fetch: async () => Response.json(await runAll()) }
