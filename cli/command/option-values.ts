import { InvalidArgumentError } from 'commander';

/** Reads the value of `--threshold`. */
export function readThreshold(given: string): number {
  const percent = Number(given);
  if (given.trim() !== '' && percent >= 0 && percent <= 100) return percent;
  throw new InvalidArgumentError('Expected a number between 0 and 100.');
}

/** Reads the value of `--concurrency`. */
export function readConcurrency(given: string): number {
  const executions = Number(given);
  if (/^\d+$/.test(given) && executions >= 1 && executions <= 1000) return executions;
  throw new InvalidArgumentError('Expected a whole number of executions from 1 to 1000.');
}

/** Reads the value of `--tps`. */
export function readTps(given: string): number {
  const perSecond = Number(given);
  if (given.trim() !== '' && perSecond > 0 && Number.isFinite(perSecond)) return perSecond;
  throw new InvalidArgumentError('Expected a number of searches a second above 0.');
}

/** Reads the value of `--tolerated-failures`. */
export function readTolerated(given: string): number {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('Expected a whole number of photos, 0 or more.');
}

/** What an execution's name may have. */
const longestBatchName = 80;

/** Reads the value of `--batch`. */
export function readBatchName(given: string): string {
  if (given.length <= longestBatchName && /^[0-9A-Za-z_-]+$/.test(given)) return given;
  throw new InvalidArgumentError(`Expected 1 to ${longestBatchName} letters, digits, "-" or "_".`);
}
