import type { Uploaded } from '../../api/action.ts';
import type { ExecutionRow } from '../../api/execution.ts';

/** The execution that an upload started: the first of its photo since then, or the one the server named. */
export function executionOfUpload(
  { key, uploadedAt, execution }: Uploaded,
  /** Newest first. */
  executions: readonly ExecutionRow[],
): ExecutionRow | undefined {
  if (execution !== undefined) return executions.find(({ name }) => name === execution);
  return executions.findLast(
    ({ photo, startedAt }) => photo?.key === key && Date.parse(startedAt) >= Date.parse(uploadedAt),
  );
}
