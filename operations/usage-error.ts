/** An operation was asked for wrongly: whoever asked can mend it by asking otherwise. Told in one line. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}
