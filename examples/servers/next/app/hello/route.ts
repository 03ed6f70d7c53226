// Next.js 16, a route handler: the policy answers the OPTIONS that preflights are, so it is exported too.
import { cors } from 'concors/fetch'

const share = cors({ allowOrigins: ['https://app.example'], allowMethods: ['PUT'] })

const hello = share(() => Response.json({ hello: 'world' }))

export { hello as GET, hello as OPTIONS, hello as PUT }
