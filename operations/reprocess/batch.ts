import { randomBytes } from 'node:crypto';
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Deployment } from '../../statemachine/deployment.ts';
import type { ExecutionInput } from '../../statemachine/payloads.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { executionArnOf } from '../executions/execution-name.ts';
import { nameOfTime } from '../match/start-execution.ts';
import { patiently } from '../patiently.ts';
import { UsageError } from '../usage-error.ts';
import { type KnownPhoto, type RecordExtract, writtenBy } from './photo-records.ts';

/**
 * One pass over photos, however often it is interrupted and resumed. It gives each photo's execution its name
 * and its input, and Step Functions runs one name once: that is what keeps a photo from being run twice.
 */
export class Batch {
  readonly name: string;
  readonly #threshold: number | undefined;
  readonly #deployment: Deployment;

  constructor(deployment: Deployment, name: string, threshold?: number) {
    this.#deployment = deployment;
    this.name = name;
    this.#threshold = threshold;
  }

  /** `9535d6c386edd2894c9f-20261123-221530-9f3a` */
  #executionName(key: string): string {
    return `${photoId(this.#deployment.rawBucket, key)}-${this.name}`;
  }

  #executionArn(key: string): string {
    return executionArnOf(this.#deployment.stateMachineArn, this.#executionName(key));
  }

  /** The photo's record, if it is of this batch. Throws UsageError when it is, but with another threshold. */
  recordOf({ key, record }: KnownPhoto): RecordExtract | undefined {
    const recorded = writtenBy(this.#executionArn(key), record);
    const { threshold = this.#threshold } = recorded ?? {};
    if (this.#threshold === undefined || this.#threshold === threshold) return recorded;
    throw new UsageError(
      `Expected the threshold ${threshold} that the batch ${this.name} began with, got ${this.#threshold}: give the same --threshold, or another --batch`,
    );
  }

  /**
   * Starts the execution of a photo, unless the batch started it before. One that `isOver` was run by another
   * command.
   *
   * Throws UsageError when it was started with another input then.
   */
  async start(sfn: SFNClient, key: string): Promise<{ executionArn: string; isOver: boolean }> {
    const { stateMachineArn } = this.#deployment;
    const input = JSON.stringify({ key, threshold: this.#threshold } satisfies ExecutionInput);
    const request = new StartExecutionCommand({ stateMachineArn, name: this.#executionName(key), input });
    try {
      const { executionArn } = await patiently(() => sfn.send(request));
      return { executionArn: executionArn!, isOver: false };
    } catch (error) {
      // Of one that is still running with this input, AWS gives the ARN instead.
      if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
      const executionArn = this.#executionArn(key);
      const earlier = await patiently(() => sfn.send(new DescribeExecutionCommand({ executionArn })));
      if (earlier.input === input) return { executionArn, isOver: true };
      throw new UsageError(
        `Expected the input ${earlier.input} that the batch ${this.name} began with, got ${input}: give the same --threshold, or another --batch`,
      );
    }
  }
}

/** `20261123-221530-9f3a`, in UTC; chance keeps two that begin in the same second apart. */
export function newBatchName(time: Date): string {
  return `${nameOfTime(time)}-${randomBytes(2).toString('hex')}`;
}

/** What an execution's name of 80 characters has left beside the photoId. */
export const longestBatchName = 59;
