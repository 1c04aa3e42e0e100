import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import { type Judged, judgeDescribed } from '../../../operations/redrive/judge.ts';
import type { Remedy } from '../../api/execution.ts';

/** What helps an execution that ended, and did not succeed. */
export async function findRemedy(target: Target, execution: DescribeExecutionCommandOutput): Promise<Remedy> {
  const judged = await judgeDescribed(target, execution);
  return { verdict: judged.verdict, explanation: explain(judged) };
}

function explain({ verdict, error, reason }: Judged): string {
  switch (verdict) {
    case 'redrive':
      return 'It ended before the photo was recorded. Mend what the error names, then redrive: it goes on where it stopped, and only unfinished faces are searched again.';
    case 'start again':
      return startAgain(error);
    case 'recorded since':
      return 'A later execution has recorded the photo: nothing is left to do.';
    case 'not redrivable':
      return `Step Functions does not redrive it${reason ? ` (${reason})` : ''}. Start a new execution.`;
  }
}

function startAgain(error: string | undefined): string {
  switch (error) {
    case 'PhotoFailed':
      return 'The photo cannot be used, and is recorded as FAILED. Mend or replace the photo, then start a new execution; a redrive would only end here again.';
    case 'FacesFailed':
      return 'The photo is recorded as PARTIAL. Start a new execution, which searches all its faces; a redrive would only end here again.';
    default:
      return 'What the execution needs to go on is gone, and nothing is recorded. Start a new execution; a redrive would only end here again.';
  }
}
