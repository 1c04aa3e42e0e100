import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { outcomeCounts } from '../../../statemachine/payloads.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import { photoUrl } from '../images/image-urls.ts';
import { type Described, endOf } from './described.ts';

/** What ListExecutions and DescribeExecution both tell. */
type Listed = Partial<Pick<ExecutionListItem, 'name' | 'status' | 'startDate' | 'stopDate'>>;

/** An execution as the list tells of it. */
export function toRow(
  execution: Listed,
  { key, threshold, output, error }: Described,
  waitsUntil: Date | undefined,
): ExecutionRow {
  const { name, status, startDate } = execution;
  const end = endOf(execution);
  const counts = outcomeCounts.safeParse(output).data;
  return {
    name: name!,
    status: status!,
    startedAt: startDate!.toISOString(),
    ...(end && { stoppedAt: end.toISOString() }),
    ...(waitsUntil && { waitsUntil: waitsUntil.toISOString() }),
    ...(key !== undefined && {
      photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail', { execution: name }) },
    }),
    ...(threshold !== undefined && { givenThreshold: threshold }),
    ...(counts && { counts }),
    ...(output && { photoStatus: output.status, superseded: output.superseded }),
    ...(error && { error }),
  };
}
