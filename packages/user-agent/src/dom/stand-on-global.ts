/**
 * Has a class stand on the prototype of the global one of its name, so that `instanceof` holds without being constructed by it.
 * Whether it does now. To be called with the first instance only: naming these classes has Node load its HTTP client, which takes 15 ms and more.
 */
export function standOnGlobal(
  name: 'Headers' | 'Response',
  { prototype }: { readonly prototype: object },
): boolean {
  // A test may have put anything in its place.
  const global = globalThis[name] as { readonly prototype?: object } | undefined
  const stood = global?.prototype
  if (typeof stood !== 'object') return false
  // Nor on itself, where a test has made it the global one.
  if (stood !== prototype && !Object.prototype.isPrototypeOf.call(prototype, stood)) {
    Object.setPrototypeOf(prototype, stood)
  }
  return true
}
