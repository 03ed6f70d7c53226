import type { Need } from './need.js'

// Each is a part of a program; a test runs those of javascriptStacks with the real framework.

function list(items: readonly string[]): string {
  return `[${items.map((item) => `'${item.replaceAll(/[\\']/g, String.raw`\$&`)}'`).join(', ')}]`
}

function options(lines: readonly (string | false)[], indent = '  '): string {
  return lines.flatMap((line) => (line === false ? [] : [`${indent}${line},`])).join('\n')
}

/** GET, HEAD and POST need no permission, but these libraries' lists replace their defaults. */
function methodsOf({ methods }: Need): string {
  return list(['GET', 'HEAD', 'POST', ...methods])
}

function policy({ origin, credentials, methods, headers }: Need): string {
  return options([
    `allowOrigins: ${list([origin])}`,
    credentials && 'allowCredentials: true',
    methods.length > 0 && `allowMethods: ${list(methods)}`,
    headers.length > 0 && `allowHeaders: ${list(headers)}`,
  ])
}

export const javascriptStacks = {
  concors: (need: Need) => `import { cors } from 'concors/node'

// Before all routes, and before authentication.
app.use(cors({
${policy(need)}
}))`,

  express: (need: Need) => `import cors from 'cors'

// Before all routes, and before authentication.
app.use(cors({
${options([
  `origin: ${list([need.origin])}`,
  `credentials: ${need.credentials}`,
  `methods: ${methodsOf(need)}`,
  `allowedHeaders: ${list(need.headers)}`,
])}
}))`,

  fastify: (need: Need) => `import cors from '@fastify/cors'

await app.register(cors, {
${options([
  `origin: ${list([need.origin])}`,
  `credentials: ${need.credentials}`,
  `methods: ${methodsOf(need)}`,
  `allowedHeaders: ${list(need.headers)}`,
])}
})`,

  koa: (need: Need) => `import cors from '@koa/cors'

const allowed = new Set(${list([need.origin])})
app.use(cors({
${options([
  "origin: (ctx) => (allowed.has(ctx.get('Origin')) ? ctx.get('Origin') : '')",
  `credentials: ${need.credentials}`,
  `allowMethods: ${methodsOf(need)}`,
  `allowHeaders: ${list(need.headers)}`,
])}
}))`,

  hono: (need: Need) => `import { cors } from 'hono/cors'

app.use(cors({
${options([
  `origin: ${list([need.origin])}`,
  `credentials: ${need.credentials}`,
  `allowMethods: ${methodsOf(need)}`,
  `allowHeaders: ${list(need.headers)}`,
])}
}))`,

  nestjs: (need: Need) => `// main.ts
app.enableCors({
${options([
  `origin: ${list([need.origin])}`,
  `credentials: ${need.credentials}`,
  `methods: ${methodsOf(need)}`,
  `allowedHeaders: ${list(need.headers)}`,
])}
})`,
} as const

/** Run in workerd, by conformance/stacks. */
export const otherJavascriptStacks = {
  'cloudflare-workers': (need: Need) => `import { cors } from 'concors/fetch'

const share = cors({
${policy(need)}
})
export default { fetch: share(handler) }`,
} as const
