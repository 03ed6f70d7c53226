/** One checked line of a point: its number in the list of subtle points, what holds, and the check. */
export type Point = readonly [id: number, says: string, check: () => void]

/** A point with several lines. */
export function each<T>(
  id: number,
  rows: readonly T[],
  says: (row: T) => string,
  check: (row: T) => void,
): Point[] {
  return rows.map((row) => [id, says(row), () => check(row)])
}
