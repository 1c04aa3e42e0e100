import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import type { Answer } from '../../api/routes.ts';
import { describe } from '../executions/execution.ts';
import { Refusal } from '../refusal.ts';

/** Stops an execution that runs; it wrote no record, and can be redriven. */
export async function stop(target: Target, name: string): Promise<Answer<'stop'>> {
  const { executionArn, status } = await describe(target, name);
  if (status !== 'RUNNING') {
    throw new Refusal(409, 'NotRunning', {
      message: `Expected a running execution, got ${name}, which is ${status}`,
      whatToDo: 'Nothing is left to stop.',
    });
  }
  const { stopDate } = await target.sfn.send(
    new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'Stopped in the console' }),
  );
  return {
    stoppedAt: stopDate!.toISOString(),
    message: `Stopped ${name}. It can be redriven: only unfinished faces run again then.`,
  };
}
