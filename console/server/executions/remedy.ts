import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import { explainVerdict } from '../../../operations/redrive/explain-verdict.ts';
import { judgeDescribed } from '../../../operations/redrive/judge.ts';
import type { Remedy } from '../../api/execution.ts';

/** What helps an execution that ended, and did not succeed. */
export async function findRemedy(target: Target, execution: DescribeExecutionCommandOutput): Promise<Remedy> {
  const judged = await judgeDescribed(target, execution);
  return { verdict: judged.verdict, explanation: explainVerdict(judged) };
}
