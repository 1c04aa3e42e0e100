import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionStatus,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { explainVerdict } from '../redrive/explain-verdict.ts';
import { type Verdict, verdictOn } from '../redrive/judge.ts';
import { UsageError } from '../usage-error.ts';
import { type EventError, readableError } from './event-error.ts';
import { executionArnOf } from './execution-name.ts';
import { readVisits, type StateVisit } from './state-visits.ts';
import { turnIn } from './turn.ts';

export interface ExecutionDetail {
  readonly name: string;
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
  /** JSON. */
  readonly input: string;
  readonly output?: string;
  readonly error?: EventError;
  /** What helps one that failed, timed out or was aborted, unless its photo was recorded since. */
  readonly remedy?: { readonly verdict: Verdict; readonly explanation: string };
  readonly states: readonly StateVisit[];
  /** Until when it waits for its turn; absent when it does something else. */
  readonly waitsUntil?: Date;
}

/** Everything about the execution of that name. Throws UsageError when there is none. */
export async function readExecution(
  { sfn, deployment, options }: Pick<Target, 'sfn' | 'deployment' | 'options'>,
  name: string,
): Promise<ExecutionDetail> {
  const executionArn = executionArnOf(deployment.stateMachineArn, name);
  const execution = await sfn.send(new DescribeExecutionCommand({ executionArn })).catch((error: Error) => {
    if (error.name !== 'ExecutionDoesNotExist' && error.name !== 'InvalidArn') throw error;
    throw new UsageError(
      `Expected the name of an execution, got "${name}", which does not exist: see ${projectCommand(options, 'executions')}`,
    );
  });
  const { status, startDate, stopDate, input = '', output, error, cause } = execution;
  const states = readVisits(await readHistory(sfn, executionArn));
  return {
    name,
    executionArn,
    status: status!,
    startedAt: startDate!,
    stoppedAt: stopDate,
    input,
    output,
    error: error === undefined ? undefined : readableError(error, cause),
    ...(unfinished.has(status!) && { remedy: findRemedy(execution) }),
    ...(status === 'RUNNING' && { waitsUntil: turnIn(states.at(-1) ?? {}) }),
    states,
  };
}

const unfinished: ReadonlySet<ExecutionStatus> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

function findRemedy(execution: DescribeExecutionCommandOutput): ExecutionDetail['remedy'] {
  const verdict = verdictOn(execution);
  const { error, redriveStatusReason: reason } = execution;
  return { verdict, explanation: explainVerdict({ verdict, error, reason }) };
}

/** All events of an execution, as long as it keeps them: 90 days after its end. */
export async function readHistory(sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, { executionArn });
  for await (const page of pages) events.push(...(page.events ?? []));
  return events;
}
