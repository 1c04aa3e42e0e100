import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { UsageError } from '../usage-error.ts';
import { type EventError, readableError } from './event-error.ts';
import { executionArnOf } from './execution-name.ts';
import { readVisits, type StateVisit } from './state-visits.ts';

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
  readonly states: readonly StateVisit[];
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
  return {
    name,
    executionArn,
    status: status!,
    startedAt: startDate!,
    stoppedAt: stopDate,
    input,
    output,
    error: error === undefined ? undefined : readableError(error, cause),
    states: readVisits(await readHistory(sfn, executionArn)),
  };
}

/** All events of an execution, as long as it keeps them: 90 days after its end. */
export async function readHistory(sfn: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client: sfn, pageSize: 1000 }, { executionArn });
  for await (const page of pages) events.push(...(page.events ?? []));
  return events;
}
