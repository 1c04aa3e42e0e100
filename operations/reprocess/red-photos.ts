import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { type RedPhoto, readRedPhoto } from '../../lambdas/summarise/red-photo.ts';
import type { Target } from '../connect.ts';
import { patiently } from '../patiently.ts';

export type { RedPhoto } from '../../lambdas/summarise/red-photo.ts';

/**
 * Some of the photos that are red in a run, with what they ended by: of a run that stopped, why. One that went to its
 * end has all of them in its summary.
 */
export async function someRedPhotos(
  { sfn }: Pick<Target, 'sfn'>,
  mapRunArn: string,
  most = 5,
): Promise<RedPhoto[]> {
  const request = new ListExecutionsCommand({ mapRunArn, statusFilter: 'FAILED', maxResults: most });
  const { executions = [] } = await patiently(() => sfn.send(request));
  const red: RedPhoto[] = [];
  for (const { executionArn } of executions) {
    const { input, status, error, cause } = await patiently(() =>
      sfn.send(new DescribeExecutionCommand({ executionArn })),
    );
    red.push(readRedPhoto({ Input: input, Status: status, Error: error, Cause: cause }));
  }
  return red;
}
