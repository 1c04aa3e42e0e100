import { InvalidArgumentError } from 'commander';
import type { Target } from '../../operations/connect.ts';
import { UsageError } from '../../operations/usage-error.ts';

/** Reads the value of `--threshold`. */
export function readThreshold(given: string): number {
  const percent = Number(given);
  if (given.trim() === '' || !(percent >= 0 && percent <= 100)) {
    throw new InvalidArgumentError('Expected a number between 0 and 100.');
  }
  return percent;
}

/** Throws UsageError where uploads start the executions: these have the deployment's own threshold. */
export function checkThreshold(
  threshold: number | undefined,
  { startOnUpload }: Pick<Target, 'startOnUpload'>,
) {
  if (threshold === undefined || !startOnUpload) return;
  throw new UsageError(
    `Expected no --threshold, because here the upload itself starts the execution. Match first, then: npm run reprocess -- --threshold ${threshold} <key>`,
  );
}
