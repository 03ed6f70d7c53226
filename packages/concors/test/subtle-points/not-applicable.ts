/** Points that the protocol core cannot show, and why. */
export const NOT_APPLICABLE: Readonly<Record<string, string>> = {
  'D-100':
    'A revalidated response needs an HTTP cache, and there is none; a 304 that a script asked for is D-90.',
  'D-118': "Local network access is a permission of the user agent's, not part of the Fetch Standard.",
  'D-121': 'XMLHttpRequest is an API on top of this one; what its failure looks like is its own.',
  'D-123':
    "The crossorigin attribute's values are HTML's; a request arrives here with mode and credentials mode.",
  'D-124': "A canvas' origin-clean flag is HTML's; the response type that decides it is D-122.",
  'D-125': "The list of available images is HTML's.",
}
