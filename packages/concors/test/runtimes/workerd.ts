// The behaviour suite inside workerd, which listens for nothing by itself: the suite runs within one request, and
// calls the handlers.
import { describeBehaviour } from '../adapters/behaviour.js'
import { inProcess, webApps } from '../adapters/web-apps.js'
import { runAll } from './vitest.js'

describeBehaviour(webApps({ ...inProcess, name: ' in workerd' }))

// oxlint-disable-next-line import/no-default-export -- this is what the runtime looks for
export default { fetch: async () => Response.json(await runAll()) }
