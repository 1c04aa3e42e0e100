import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { keyInInput } from './key-in-input.ts';
import { readTurn } from './turn.ts';

export interface ListedExecution {
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  /** Absent while it runs. */
  readonly stoppedAt?: Date;
  /** The photo in its input; absent when the input names none. */
  readonly key?: string;
  /** Until when it waits for its turn; absent when it does something else. */
  readonly waitsUntil?: Date;
}

/** The newest executions first, at most `limit` of those with the status, if one is given. */
export async function listExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  { limit, status }: { limit: number; status?: ExecutionStatus },
): Promise<ListedExecution[]> {
  const listed: ListedExecution[] = [];
  const pages = paginateListExecutions(
    { client: sfn, pageSize: Math.min(limit, 1000) },
    { stateMachineArn, statusFilter: status },
  );
  for await (const { executions = [] } of pages) {
    for (const execution of executions) {
      listed.push(await describe(sfn, execution));
      if (listed.length === limit) return listed;
    }
  }
  return listed;
}

/** The list tells no input and no state; one execution is asked after at a time, well below the quota. */
async function describe(sfn: SFNClient, execution: ExecutionListItem): Promise<ListedExecution> {
  const { executionArn, name, status, startDate, stopDate } = execution;
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return {
    name: name!,
    status: status!,
    startedAt: startDate!,
    stoppedAt: stopDate,
    key: keyInInput(input),
    ...(status === 'RUNNING' && { waitsUntil: await readTurn(sfn, executionArn!) }),
  };
}
