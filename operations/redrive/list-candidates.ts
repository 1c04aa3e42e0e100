import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ExecutionStatus,
  paginateListExecutions,
} from '@aws-sdk/client-sfn';
import { projectCommand } from '../command-line.ts';
import type { Target } from '../connect.ts';
import { executionArnOf } from '../executions/execution-name.ts';
import { UsageError } from '../usage-error.ts';

/** Statuses that a redrive can change. */
const unfinished = [ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED];

/** Step Functions redrives for so long after an execution's end. */
const redrivableDays = 14;

/** The ARNs of all executions that failed, timed out or were aborted in time for a redrive; the oldest first. */
export async function listCandidates(target: Target, now = new Date()): Promise<string[]> {
  return (await listUnfinished(target, now)).map(({ executionArn }) => executionArn!);
}

/** All executions that failed, timed out or were aborted in time for a redrive; the oldest first. */
export async function listUnfinished(
  { sfn, deployment: { stateMachineArn } }: Target,
  now = new Date(),
): Promise<ExecutionListItem[]> {
  const earliest = new Date(now.getTime() - redrivableDays * 24 * 60 * 60 * 1000);
  const found: ExecutionListItem[] = [];
  for (const statusFilter of unfinished) {
    const pages = paginateListExecutions({ client: sfn, pageSize: 1000 }, { stateMachineArn, statusFilter });
    for await (const { executions = [] } of pages) {
      // A list is sorted by start, and one that started long ago may have been redriven since.
      found.push(...executions.filter(({ stopDate }) => stopDate! >= earliest));
    }
  }
  return found.sort((a, b) => a.startDate!.getTime() - b.startDate!.getTime());
}

/** The ARNs of executions that the user named. Throws UsageError for one that does not exist. */
export async function findNamed(
  { sfn, deployment: { stateMachineArn }, options }: Target,
  names: readonly string[],
): Promise<string[]> {
  const arns = names.map((name) => executionArnOf(stateMachineArn, name));
  for (const [index, executionArn] of arns.entries()) {
    await sfn.send(new DescribeExecutionCommand({ executionArn })).catch((error: Error) => {
      if (error.name !== 'ExecutionDoesNotExist' && error.name !== 'InvalidArn') throw error;
      throw new UsageError(
        `Expected the name of an execution, got "${names[index]}", which does not exist: see ${projectCommand(options, 'executions', [], { status: 'FAILED' })}`,
      );
    });
  }
  return arns;
}
