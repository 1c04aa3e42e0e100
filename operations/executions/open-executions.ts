import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { photoIdIn } from '../../statemachine/execution-name.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { patiently } from '../patiently.ts';
import { executionName } from './execution-name.ts';
import { keyInInput } from './key-in-input.ts';

/** No execution came of an upload: it is late, waits behind others, or the bucket's events start none. */
export class ExecutionNotStarted extends Error {
  override name = 'ExecutionNotStarted' as const;
}

/** What has to be known of an execution that is over. */
export type EndedExecution = Pick<
  DescribeExecutionCommandOutput,
  'executionArn' | 'name' | 'status' | 'error' | 'cause' | 'output'
>;

export interface EndOptions {
  /** An end of before is not the one that is awaited: the date of the redrive. */
  readonly since?: Date;
  /** Whether the output of one that succeeds is wanted, which only a description has. */
  readonly withOutput?: boolean;
  /** Called now and then while the execution runs. */
  readonly whileRunning?: () => Promise<void>;
}

export interface WaitingOptions {
  /** Once it aborts, nothing is waited for any more. */
  readonly signal?: AbortSignal;
  /** Milliseconds for an upload's event to start its execution; EventBridge is seldom late by more than seconds. */
  readonly patience?: number;
}

type AwaitedEnd = PromiseWithResolvers<EndedExecution> & EndOptions;
type AwaitedStart = PromiseWithResolvers<string> & { readonly key: string; readonly deadline: number };

/** Milliseconds between two looks; AWS's quotas are everybody's. */
const betweenLooks = { 'in-process': 100, server: 100, aws: 1_000 } as const;

/** ListExecutions' largest page. */
const longestList = 1_000;

/** DescribeExecution's quota, outside the largest Regions, is 10 a second for the whole account. */
const descriptionsPerLook = 5;

/** Milliseconds after which the list surely tells of an execution that started. */
const listIsLateBy = 60_000;

/**
 * Waits for executions to end, and for those that uploads start. At 50 faces a second more executions end than
 * DescribeExecution may be asked about, so one look is a ListExecutions, which tells of a thousand at once.
 * Described are only those that failed, for their error, and those that the list lacks, because they are old or
 * not in it yet: the oldest first, in turns.
 *
 * An upload's execution is named after its photo. One that is named in another way, by a person or a stack of an
 * earlier version, is described once while an upload's is awaited, if it came after `watchUploads`.
 */
export class OpenExecutions {
  readonly #target: Pick<Target, 'sfn' | 'deployment' | 'kind' | 'options'>;
  readonly #signal: AbortSignal | undefined;
  readonly #patience: number;
  /** By ARN, the oldest first. */
  readonly #ends = new Map<string, AwaitedEnd>();
  /** By the photoId. */
  readonly #starts = new Map<string, AwaitedStart>();
  /** ARNs by photoId, of executions that started before anybody asked for them. */
  readonly #early = new Map<string, string>();
  /** Executions that are of no upload to come, or whose photo is known. */
  readonly #seen = new Set<string>();
  /** Older executions are all seen. By AWS's clock, which may not be this machine's. */
  #seenUntil = new Date(0);
  #looking = false;

  constructor(
    target: Pick<Target, 'sfn' | 'deployment' | 'kind' | 'options'>,
    { signal, patience = 120_000 }: WaitingOptions = {},
  ) {
    this.#target = target;
    this.#signal = signal;
    this.#patience = patience;
  }

  /** What became of an execution. Throws AbortError, or what the service answered. */
  end(executionArn: string, options: EndOptions = {}): Promise<EndedExecution> {
    const awaited = { ...options, ...Promise.withResolvers<EndedExecution>() };
    this.#ends.set(executionArn, awaited);
    void this.#lookWhileAnyoneWaits();
    return awaited.promise;
  }

  /** To be called before the first upload whose execution is asked for. */
  async watchUploads(): Promise<void> {
    const { executions = [] } = await this.#listPage(100);
    for (const { executionArn } of executions) this.#seen.add(executionArn!);
    this.#seenUntil = executions[0]?.startDate ?? this.#seenUntil;
  }

  /** The ARN of the execution that an upload started. Throws ExecutionNotStarted, AbortError, or what the service answered. */
  async startedBy(key: string): Promise<string> {
    const photo = this.#photoOf(key);
    const early = this.#early.get(photo);
    if (early !== undefined) return early;
    const deadline = performance.now() + this.#patience;
    const awaited = { key, deadline, ...Promise.withResolvers<string>() };
    this.#starts.set(photo, awaited);
    void this.#lookWhileAnyoneWaits();
    return awaited.promise;
  }

  async #lookWhileAnyoneWaits(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#ends.size + this.#starts.size > 0) {
        await pause(betweenLooks[this.#target.kind], undefined, { signal: this.#signal });
        const wholeList = this.#starts.size > 0;
        const listed = await this.#list(wholeList);
        if (wholeList) await this.#lookForStarts(listed);
        await this.#lookForEnds(listed);
      }
    } catch (error) {
      for (const { reject } of [...this.#ends.values(), ...this.#starts.values()]) reject(error);
      this.#ends.clear();
      this.#starts.clear();
    } finally {
      this.#looking = false;
    }
  }

  /** The newest executions; `wholeList` are all that may be unseen. */
  async #list(wholeList: boolean): Promise<Map<string, ExecutionListItem>> {
    const listed = new Map<string, ExecutionListItem>();
    let nextToken: string | undefined;
    do {
      // Others start executions between ours.
      const page = await this.#listPage(20 + 2 * (this.#ends.size + this.#starts.size), nextToken);
      for (const execution of page.executions ?? []) listed.set(execution.executionArn!, execution);
      const oldest = page.executions?.at(-1)?.startDate;
      nextToken = wholeList && oldest && oldest >= this.#seenUntil ? page.nextToken : undefined;
    } while (nextToken !== undefined);
    return listed;
  }

  #listPage(size: number, nextToken?: string) {
    const { sfn, deployment } = this.#target;
    const [stateMachineArn, maxResults] = [deployment.stateMachineArn, Math.min(longestList, size)];
    const request = new ListExecutionsCommand({ stateMachineArn, maxResults, nextToken });
    return patiently(() => sfn.send(request), this.#signal);
  }

  async #lookForStarts(listed: ReadonlyMap<string, ExecutionListItem>): Promise<void> {
    for (const [executionArn, { startDate }] of listed) {
      if (startDate! < this.#seenUntil || this.#seen.has(executionArn)) continue;
      const photo = photoIdIn(executionName(executionArn)) ?? (await this.#photoInInput(executionArn));
      this.#seen.add(executionArn);
      if (photo === undefined) continue;
      const awaited = this.#starts.get(photo);
      if (!awaited) this.#early.set(photo, executionArn);
      awaited?.resolve(executionArn);
      this.#starts.delete(photo);
    }
    const newest = listed.values().next().value?.startDate?.getTime() ?? 0;
    this.#seenUntil = new Date(Math.max(this.#seenUntil.getTime(), newest - listIsLateBy));
    this.#giveUp();
  }

  async #photoInInput(executionArn: string): Promise<string | undefined> {
    const key = keyInInput((await this.#describe(executionArn)).input);
    return key === undefined ? undefined : this.#photoOf(key);
  }

  #photoOf(key: string): string {
    return photoId(this.#target.deployment.rawBucket, key);
  }

  #giveUp(): void {
    for (const [photo, { key, deadline, reject }] of this.#starts) {
      if (performance.now() < deadline) continue;
      this.#starts.delete(photo);
      reject(
        new ExecutionNotStarted(
          `Expected an execution for ${key} within ${Math.round(this.#patience / 1000)} s of its upload, found none; it may still wait in the queue behind other uploads. This looks for the reason: ${projectCommand(this.#target.options, 'doctor')}`,
        ),
      );
    }
  }

  async #lookForEnds(listed: ReadonlyMap<string, ExecutionListItem>): Promise<void> {
    const running: string[] = [];
    const toDescribe: string[] = [];
    for (const [executionArn, awaited] of [...this.#ends]) {
      const execution = listed.get(executionArn);
      if (execution && !hasEnded(execution, awaited)) running.push(executionArn);
      else if (execution?.status === 'SUCCEEDED' && !awaited.withOutput)
        this.#settle(executionArn, execution);
      else toDescribe.push(executionArn);
    }
    await this.#inTurns(toDescribe, async (executionArn, awaited) => {
      const execution = await this.#describe(executionArn);
      if (hasEnded(execution, awaited)) this.#settle(executionArn, execution);
    });
    const told = running.filter((executionArn) => this.#ends.get(executionArn)!.whileRunning);
    await this.#inTurns(told, (_, { whileRunning }) => whileRunning!());
  }

  /** Asks after the first few of them, which the next time come last. An error concerns only its execution. */
  async #inTurns(
    executionArns: readonly string[],
    ask: (executionArn: string, awaited: AwaitedEnd) => Promise<void>,
  ): Promise<void> {
    for (const executionArn of executionArns.slice(0, descriptionsPerLook)) {
      const awaited = this.#ends.get(executionArn)!;
      try {
        await ask(executionArn, awaited);
        if (this.#ends.delete(executionArn)) this.#ends.set(executionArn, awaited);
      } catch (error) {
        this.#ends.delete(executionArn);
        awaited.reject(error);
      }
    }
  }

  #describe(executionArn: string): Promise<DescribeExecutionCommandOutput> {
    const request = new DescribeExecutionCommand({ executionArn });
    return patiently(() => this.#target.sfn.send(request), this.#signal);
  }

  #settle(executionArn: string, execution: EndedExecution): void {
    this.#ends.get(executionArn)!.resolve(execution);
    this.#ends.delete(executionArn);
  }
}

/** What ListExecutions and DescribeExecution both tell, and both as it was a moment ago. */
const hasEnded = (
  { status, stopDate }: Pick<ExecutionListItem, 'status' | 'stopDate'>,
  { since = new Date(0) }: EndOptions,
): boolean =>
  status !== 'RUNNING' && status !== 'PENDING_REDRIVE' && stopDate !== undefined && stopDate >= since;
