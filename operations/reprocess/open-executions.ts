import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { Target } from '../connect.ts';
import type { EndedExecution } from '../match/photo-result.ts';
import { patiently } from './patiently.ts';

interface Awaited {
  /** An end of before is not the one that is awaited. */
  readonly since: Date;
  readonly resolve: (ended: EndedExecution) => void;
  readonly reject: (error: unknown) => void;
}

/** What ListExecutions and DescribeExecution both tell. */
type Glimpse = Pick<ExecutionListItem, 'status' | 'stopDate'>;

/** Milliseconds between two looks; AWS's quotas are everybody's. */
const betweenLooks = { 'in-process': 100, server: 100, aws: 1_000 } as const;

/** ListExecutions' largest page. */
const longestList = 1_000;

/** DescribeExecution's quota, outside the largest Regions, is 10 a second for the whole account. */
const descriptionsPerLook = 5;

/**
 * Waits for executions to end. At 50 faces a second more executions end than DescribeExecution may be asked
 * about, so one look is a ListExecutions, which tells of a thousand at once. Described are only those that
 * failed, for their error, and those that the list lacks, because they are old or not in it yet: the oldest
 * first, in turns.
 */
export class OpenExecutions {
  readonly #sfn: SFNClient;
  readonly #stateMachineArn: string;
  readonly #between: number;
  readonly #abandoned: AbortSignal | undefined;
  /** The oldest first. */
  readonly #awaited = new Map<string, Awaited>();
  #looking = false;

  /** Once `abandoned` aborts, nothing is waited for any more. */
  constructor(
    { sfn, deployment, kind }: Pick<Target, 'sfn' | 'deployment' | 'kind'>,
    { abandoned }: { abandoned?: AbortSignal } = {},
  ) {
    this.#sfn = sfn;
    this.#stateMachineArn = deployment.stateMachineArn;
    this.#between = betweenLooks[kind];
    this.#abandoned = abandoned;
  }

  get count(): number {
    return this.#awaited.size;
  }

  /** What became of an execution; of a redriven one, since its redrive. Throws AbortError, or what the service answered. */
  end(executionArn: string, since = new Date(0)): Promise<EndedExecution> {
    return new Promise((resolve, reject) => {
      this.#awaited.set(executionArn, { since, resolve, reject });
      if (!this.#looking) void this.#lookUntilAllEnded();
    });
  }

  async #lookUntilAllEnded(): Promise<void> {
    this.#looking = true;
    try {
      while (this.#awaited.size > 0) {
        await pause(this.#between, undefined, { signal: this.#abandoned });
        await this.#look();
      }
    } catch (error) {
      for (const { reject } of this.#awaited.values()) reject(error);
      this.#awaited.clear();
    } finally {
      this.#looking = false;
    }
  }

  async #look(): Promise<void> {
    const listed = await this.#list();
    const toDescribe: string[] = [];
    for (const [executionArn, awaited] of [...this.#awaited]) {
      const execution = listed.get(executionArn);
      if (execution && !hasEnded(execution, awaited)) continue;
      if (execution?.status === 'SUCCEEDED') this.#settle(executionArn, execution);
      else toDescribe.push(executionArn);
    }
    for (const executionArn of toDescribe.slice(0, descriptionsPerLook)) await this.#describe(executionArn);
  }

  async #list(): Promise<Map<string, ExecutionListItem>> {
    const { executions = [] } = await patiently(() =>
      this.#sfn.send(
        new ListExecutionsCommand({
          stateMachineArn: this.#stateMachineArn,
          // Others start executions between ours.
          maxResults: Math.min(longestList, 20 + 2 * this.#awaited.size),
        }),
      ),
    );
    return new Map(executions.map((execution) => [execution.executionArn!, execution]));
  }

  async #describe(executionArn: string): Promise<void> {
    const execution = await patiently(() => this.#sfn.send(new DescribeExecutionCommand({ executionArn })));
    const awaited = this.#awaited.get(executionArn)!;
    if (hasEnded(execution, awaited)) return this.#settle(executionArn, execution);
    // The others' turn comes first.
    this.#awaited.delete(executionArn);
    this.#awaited.set(executionArn, awaited);
  }

  #settle(executionArn: string, execution: EndedExecution): void {
    this.#awaited.get(executionArn)!.resolve(execution);
    this.#awaited.delete(executionArn);
  }
}

/** Both calls may show what was a moment ago. */
const hasEnded = ({ status, stopDate }: Glimpse, { since }: Awaited): boolean =>
  status !== 'RUNNING' && status !== 'PENDING_REDRIVE' && stopDate !== undefined && stopDate >= since;
