/**
 * Has a class stand on the prototype of the global one of its name, so that `instanceof` holds without being constructed by it.
 * To be called with the first instance only: naming these classes has Node load its HTTP client, which takes 15 ms and more.
 */
export function standOnGlobal(
  name: 'Headers' | 'Response',
  { prototype }: { readonly prototype: object },
): void {
  // A test may have put anything in its place.
  const global = globalThis[name] as { readonly prototype?: object } | undefined
  if (typeof global?.prototype === 'object') Object.setPrototypeOf(prototype, global.prototype)
}
