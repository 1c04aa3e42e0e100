import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import type { ExecutionStatus } from '../../api/execution.ts';
import type { Position } from './cursor.ts';

export interface ListedExecution {
  readonly item: ExecutionListItem;
  /** The position after it. */
  readonly position: Position;
}

/** Executions, the newest first, from a position on; asked for page by page, as they are used. */
export async function* listFrom(
  { sfn, deployment: { stateMachineArn } }: Pick<Target, 'sfn' | 'deployment'>,
  { token, after }: Position,
  { status, pageSize }: { status?: ExecutionStatus; pageSize: number },
): AsyncGenerator<ListedExecution> {
  let nextToken = token;
  let beyond = after === undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: status, maxResults: pageSize, nextToken }),
    );
    for (const item of page.executions ?? []) {
      const startedAt = item.startDate!.getTime();
      // New ones may have pushed it to a later page, and a filter may have lost it.
      beyond ||= startedAt < after!.startedAt;
      if (beyond) yield { item, position: { token: nextToken, after: { name: item.name!, startedAt } } };
      else if (item.name === after!.name) beyond = true;
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
