/** What the user wrote cannot be done: one line that says what is wrong, why, and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
