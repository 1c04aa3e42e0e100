import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { keyInInput } from '../executions/key-in-input.ts';

/** No execution came of an upload: it is late, waits in the queue, or the bucket's events start none. */
export class ExecutionNotStarted extends Error {
  override name = 'ExecutionNotStarted' as const;
}

interface Expected {
  readonly deadline: number;
  readonly resolve: (executionArn: string) => void;
  readonly reject: (error: Error) => void;
}

export interface Pace {
  /** Milliseconds between two looks at the list; ListExecutions has one of AWS's narrowest quotas. */
  readonly between: number;
  /** Milliseconds after which an execution is given up; events are usually there within seconds. */
  readonly patience: number;
}

/**
 * Finds the executions that uploads start. Their names are not known before and the list does not tell their input, so
 * every execution that is newer than this object is looked at once, for all the keys that are awaited.
 */
export class UploadedExecutions {
  readonly #sfn: SFNClient;
  readonly #stateMachineArn: string;
  readonly #pace: Pace;
  readonly #signal: AbortSignal;
  /** Executions that were there before, or were looked at. */
  readonly #seen: Set<string>;
  /** Start of the newest execution that was there before: AWS's clock, which may not be this machine's. */
  readonly #since: Date;
  readonly #expected = new Map<string, Expected>();
  /** ARNs by key, of executions that started before anybody asked for them. */
  readonly #early = new Map<string, string>();
  #looking = false;

  private constructor(
    sfn: SFNClient,
    stateMachineArn: string,
    before: readonly ExecutionListItem[],
    { signal, ...pace }: Pace & { signal: AbortSignal },
  ) {
    this.#sfn = sfn;
    this.#stateMachineArn = stateMachineArn;
    this.#pace = pace;
    this.#signal = signal;
    this.#seen = new Set(before.map(({ executionArn }) => executionArn!));
    this.#since = before[0]?.startDate ?? new Date(0);
  }

  /** To be called before the first upload. */
  static async watch(
    sfn: SFNClient,
    stateMachineArn: string,
    options: Pace & { signal: AbortSignal },
  ): Promise<UploadedExecutions> {
    const { executions } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100 }));
    return new UploadedExecutions(sfn, stateMachineArn, executions ?? [], options);
  }

  /** The ARN of the execution for an uploaded key. Throws ExecutionNotStarted, or the signal's AbortError. */
  async of(key: string): Promise<string> {
    const early = this.#early.get(key);
    if (early !== undefined) return early;
    return new Promise((resolve, reject) => {
      this.#expected.set(key, { deadline: performance.now() + this.#pace.patience, resolve, reject });
      if (!this.#looking) void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#expected.size > 0) {
        await pause(this.#pace.between, undefined, { signal: this.#signal });
        for await (const executionArn of this.#newOnes()) await this.#inspect(executionArn);
        this.#giveUp();
      }
    } catch (error) {
      for (const { reject } of this.#expected.values()) reject(error as Error);
      this.#expected.clear();
    } finally {
      this.#looking = false;
    }
  }

  async *#newOnes(): AsyncGenerator<string> {
    const pages = paginateListExecutions(
      { client: this.#sfn, pageSize: 100 },
      { stateMachineArn: this.#stateMachineArn },
    );
    for await (const { executions } of pages) {
      for (const { executionArn, startDate } of executions ?? []) {
        if (startDate! < this.#since) return;
        if (!this.#seen.has(executionArn!)) yield executionArn!;
      }
    }
  }

  async #inspect(executionArn: string): Promise<void> {
    const { input } = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
    this.#seen.add(executionArn);
    const key = keyInInput(input);
    if (key === undefined) return;
    const expected = this.#expected.get(key);
    if (!expected) this.#early.set(key, executionArn);
    expected?.resolve(executionArn);
    this.#expected.delete(key);
  }

  #giveUp(): void {
    for (const [key, { deadline, reject }] of this.#expected) {
      if (performance.now() < deadline) continue;
      this.#expected.delete(key);
      reject(
        new ExecutionNotStarted(
          `Expected an execution for ${key} within ${Math.round(this.#pace.patience / 1000)} s of its upload, found none: npm run doctor looks for the reason; where openExecutions is set, it may still wait for its turn`,
        ),
      );
    }
  }
}
