import type * as Catalogue from 'concors/failures'

let loaded: typeof Catalogue | null = null

/** The texts for failures are a third of all code, and most pages never need them: they are loaded with the first failure. */
export async function loadCatalogue(): Promise<typeof Catalogue> {
  loaded ??= await import('concors/failures')
  return loaded
}

/** For where a fetch has failed, by when they are loaded. */
export function loadedCatalogue(): typeof Catalogue {
  return loaded!
}
