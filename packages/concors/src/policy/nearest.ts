/** What other libraries call the options: `origin`, `allowedHeaders`, `credentials`, `maxAgeInSeconds`. */
const ELSEWHERE = /^(?:allow(?:ed)?|request|optionssuccess)?(credential|header|maxage|method|origin|status)/

/** The known name that a wrong one was meant to be, if one is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  const find = (fits: (candidate: string) => boolean) =>
    known.find((candidate) => fits(candidate.toLowerCase()))
  for (let edits = 0; edits <= Math.min(3, name.length / 3); edits++) {
    const near = find((candidate) => isNear(lower, candidate, edits))
    if (near !== undefined) return near
  }
  const word = ELSEWHERE.exec(lower)?.[1]
  return word && find((candidate) => candidate.includes(word))
}

/** Whether so many edits make one of the other: Levenshtein's, without a table for so few. */
function isNear(a: string, b: string, edits: number): boolean {
  if (a === b) return true
  const [left, right] = [a.slice(1), b.slice(1)]
  if (a[0] === b[0]) return isNear(left, right, edits)
  if (edits === 0) return false
  return isNear(left, right, edits - 1) || isNear(left, b, edits - 1) || isNear(a, right, edits - 1)
}
