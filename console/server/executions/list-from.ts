import { type ExecutionListItem, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import type { ExecutionStatus } from '../../api/execution.ts';

/** Where a list goes on: after this execution, in the page of that token. */
const position = z.strictObject({
  token: z.optional(z.string()),
  after: z.optional(z.strictObject({ name: z.string(), startedAt: z.number() })),
});
export type Position = z.infer<typeof position>;

export interface ListedExecution {
  readonly item: ExecutionListItem;
  /** The position after it. */
  readonly position: Position;
}

/** Executions, the newest first, from a position on; asked for page by page, as they are used. */
export async function* listFrom(
  { sfn, deployment }: Pick<Target, 'sfn' | 'deployment'>,
  { token, after }: Position,
  {
    status,
    pageSize,
    stateMachineArn = deployment.stateMachineArn,
  }: { status?: ExecutionStatus; pageSize: number; stateMachineArn?: string },
): AsyncGenerator<ListedExecution> {
  let nextToken = token;
  let beyond = after === undefined;
  do {
    const request = { stateMachineArn, statusFilter: status, maxResults: pageSize };
    const page = await sfn
      .send(new ListExecutionsCommand({ ...request, nextToken }))
      .catch((error: Error) => {
        // It counts for a day; an address with it may be opened later.
        if (error.name !== 'InvalidToken' || nextToken !== token || after === undefined) throw error;
        return sfn.send(new ListExecutionsCommand(request));
      });
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

export const writeCursor = (given: Position): string =>
  Buffer.from(JSON.stringify(given)).toString('base64url');

/** Throws ZodError, which names the field. */
export const readCursor = (cursor: string | undefined): Position =>
  z.object({ cursor: z.optional(z.pipe(z.string(), z.transform(decode))) }).parse({ cursor }).cursor ?? {};

function decode(cursor: string, context: z.core.ParsePayload): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    context.issues.push({
      code: 'custom',
      input: cursor,
      message: 'Expected the cursor of an earlier page',
    });
    return z.NEVER;
  }
}
