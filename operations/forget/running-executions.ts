import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../connect.ts';
import { plural } from '../match/totals.ts';

/** What may undo the forgetting: an execution that runs writes what it has found before. */
export async function adviseOnRunning({
  sfn,
  deployment: { stateMachineArn },
}: Target): Promise<string | undefined> {
  const request = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 });
  const { executions = [] } = await sfn.send(request);
  if (executions.length === 0) return undefined;
  return `Running now: ${plural(executions.length, 'execution')}, which may record again what was forgotten: run this once more when none is`;
}
