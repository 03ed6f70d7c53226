/** The three origins of a lab. */
export interface Places {
  /** Where the page is. */
  readonly page: string
  /** The API on another origin of the page's site. */
  readonly sameSite: string
  /** The API on another site. */
  readonly crossSite: string
}

/** True for an origin of the API. */
export function isApi(origin: string, { sameSite, crossSite }: Places): boolean {
  return origin === sameSite || origin === crossSite
}

/** The other origin of the API. */
export function otherApi(origin: string, { sameSite, crossSite }: Places): string {
  return origin === sameSite ? crossSite : sameSite
}
