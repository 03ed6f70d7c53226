export const PUT = (): Response => Response.json({ hello: 'world' })
