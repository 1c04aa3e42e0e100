/** The command was called wrongly: told in one line on stderr, exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}
