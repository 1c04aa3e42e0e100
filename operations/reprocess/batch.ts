import { randomBytes } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { Deployment } from '../../statemachine/deployment.ts';
import type { ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { executionArnOf } from '../executions/execution-name.ts';
import { UsageError } from '../usage-error.ts';
import type { KnownPhoto } from './known-photos.ts';

/**
 * One pass over photos, however often it is interrupted and resumed. It gives each photo's execution its name
 * and its input, and Step Functions runs one name once: that is what keeps a photo from being run twice.
 */
export class Batch {
  readonly name: string;
  readonly threshold?: number;
  readonly #deployment: Deployment;

  constructor(deployment: Deployment, name: string, threshold?: number) {
    this.#deployment = deployment;
    this.name = name;
    this.threshold = threshold;
  }

  /** `9535d6c386edd2894c9f-20261123-221530-9f3a` */
  executionName(key: string): string {
    return `${photoId(this.#deployment.rawBucket, key)}-${this.name}`;
  }

  executionArn(key: string): string {
    return executionArnOf(this.#deployment.stateMachineArn, this.executionName(key));
  }

  /** JSON. */
  executionInput(key: string): string {
    const { threshold } = this;
    return JSON.stringify({ key, threshold } satisfies ExecutionInput);
  }

  /** Whether the photo's record is of this batch. Throws UsageError when it is, but with another threshold. */
  hasRecorded({ key, record }: KnownPhoto): boolean {
    if (record?.executionArn !== this.executionArn(key)) return false;
    const { threshold = this.threshold } = record;
    if (this.threshold === undefined || this.threshold === threshold) return true;
    throw new UsageError(
      `Expected the threshold ${threshold} that the batch ${this.name} began with, got ${this.threshold}: give the same --threshold, or another --batch`,
    );
  }
}

/** `20261123-221530-9f3a`, in UTC; chance keeps two that begin in the same second apart. */
export function newBatchName(time: Date): string {
  const stamp = time.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/** What a name of 80 characters has left beside the photoId. */
const longestName = 59;

/** Reads the value of `--batch`. */
export function readBatchName(given: string): string {
  if (given.length <= longestName && /^[0-9A-Za-z_-]+$/.test(given)) return given;
  throw new InvalidArgumentError(`Expected 1 to ${longestName} letters, digits, "-" or "_".`);
}
