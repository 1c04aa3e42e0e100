/** AWS ends an execution with these whatever a wildcard says. */
const terminal = ['States.Runtime', 'States.DataLimitExceeded'];

/**
 * Do the names of a Retry or Catch take this error? States.Runtime is never taken, not even by its own name;
 * States.DataLimitExceeded by its name only.
 */
export function takesError(names: readonly string[], error: string | undefined): boolean {
  if (error === undefined || error === 'States.Runtime') return false;
  if (names.includes(error)) return true;
  if (terminal.includes(error)) return false;
  return names.includes('States.ALL') || (names.includes('States.TaskFailed') && error !== 'States.Timeout');
}
