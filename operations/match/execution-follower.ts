import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { type FaceProgress, readFaceProgress } from './face-progress.ts';

interface Followed {
  readonly onProgress: (progress: FaceProgress) => void;
  readonly resolve: (ended: DescribeExecutionCommandOutput) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Waits for executions to end. It asks after one at a time, with a pause of `between` milliseconds, however
 * many it follows: DescribeExecution's quota, about 10 a second, is shared by everybody in the account.
 */
export class ExecutionFollower {
  readonly #sfn: SFNClient;
  readonly #between: number;
  readonly #signal: AbortSignal;
  readonly #followed = new Map<string, Followed>();
  #asking = false;

  constructor(sfn: SFNClient, { between, signal }: { between: number; signal: AbortSignal }) {
    this.#sfn = sfn;
    this.#between = between;
    this.#signal = signal;
  }

  /** What DescribeExecution says once it has ended. Throws what the service answered, or AbortError. */
  follow(
    executionArn: string,
    onProgress: (progress: FaceProgress) => void,
  ): Promise<DescribeExecutionCommandOutput> {
    return new Promise((resolve, reject) => {
      this.#followed.set(executionArn, { onProgress, resolve, reject });
      if (!this.#asking) void this.#askInTurn();
    });
  }

  async #askInTurn(): Promise<void> {
    this.#asking = true;
    while (this.#followed.size > 0) {
      for (const [executionArn, followed] of [...this.#followed]) {
        try {
          await pause(this.#between, undefined, { signal: this.#signal });
          await this.#ask(executionArn, followed);
        } catch (error) {
          this.#followed.delete(executionArn);
          followed.reject(error);
        }
      }
    }
    this.#asking = false;
  }

  async #ask(executionArn: string, { onProgress, resolve }: Followed): Promise<void> {
    const execution = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status === 'RUNNING') {
      onProgress(await readFaceProgress(this.#sfn, executionArn));
    } else {
      this.#followed.delete(executionArn);
      resolve(execution);
    }
  }
}
