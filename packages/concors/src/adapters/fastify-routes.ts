/** What is used of a Fastify instance. */
export interface FastifyInstance {
  // oxlint-disable-next-line typescript/no-explicit-any -- Fastify's own has many more kinds of hooks
  addHook(name: 'onRequest' | 'onRoute', hook: any): unknown
  hasRoute(route: object): boolean
  // oxlint-disable-next-line typescript/no-explicit-any -- and of routes
  route(route: any): unknown
  hasConstraintStrategy(name: string): boolean
  // oxlint-disable-next-line typescript/no-explicit-any -- and of constraints
  addConstraintStrategy(strategy: any): void
}

/** What is used of the options of a route. */
interface Route {
  readonly method: string | readonly string[]
  readonly url: string
  /** The URL without the prefix of the scope. */
  readonly routePath: string
  readonly prefixTrailingSlash?: string
  readonly constraints?: Readonly<Record<string, unknown>>
}

/** An identifier: the router writes code with it. */
const STRATEGY = 'concorsPreflight'

/**
 * Fastify runs the hooks of a scope for the routes of that scope, and a preflight is for a route that seldom is there:
 * OPTIONS. So each URL of the scope gets one, for preflights alone: any other OPTIONS finds what it found before. The
 * application as a whole needs none: its hooks run as well where there is no route.
 */
export function routePreflights(app: FastifyInstance): void {
  // All but the application itself inherit this.
  if (Object.hasOwn(app, 'register')) return
  if (!app.hasConstraintStrategy(STRATEGY)) app.addConstraintStrategy(strategy)
  app.addHook('onRoute', function routePreflight(this: FastifyInstance, route: Route): void {
    if ([route.method].flat().includes('OPTIONS')) return
    // A preflight does not have the header that a version is read from.
    const { version: _, ...others } = route.constraints ?? {}
    const constraints = { ...others, [STRATEGY]: true }
    if (this.hasRoute({ method: 'OPTIONS', url: route.url, constraints })) return
    this.route({
      method: 'OPTIONS',
      // For the root of a scope there are two forms, of which this is called for the first.
      url: route.routePath === '' ? '/' : route.routePath,
      prefixTrailingSlash: route.prefixTrailingSlash,
      constraints,
      // For what lists the routes, such as documentation.
      schema: { hide: true },
      // The hooks answer, but where no policy covers the path.
      handler: (_request: unknown, reply: { callNotFound(): unknown }) => reply.callNotFound(),
    })
  })
}

interface Request {
  readonly method?: string
  readonly headers: Readonly<Record<string, unknown>>
}

const strategy = {
  name: STRATEGY,
  mustMatchWhenDerived: false,
  validate(): void {},
  storage() {
    const handlers = new Map<unknown, unknown>()
    return {
      get: (value: unknown) => handlers.get(value) ?? null,
      set: (value: unknown, handler: unknown) => handlers.set(value, handler),
    }
  },
  deriveConstraint: ({ method, headers }: Request) =>
    method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers
      ? true
      : undefined,
}
