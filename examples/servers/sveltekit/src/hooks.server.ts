// SvelteKit 2: the hook that is around everything, errors and missing pages too. `Handle` of @sveltejs/kit types it.
import { cors } from 'concors/fetch'

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

interface Event {
  readonly request: Request
}

interface Input {
  readonly event: Event
  readonly resolve: (event: Event) => Response | Promise<Response>
}

export const handle = ({ event, resolve }: Input): Promise<Response> =>
  share(() => resolve(event))(event.request)
