import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { OutcomeCounts } from '../../../statemachine/photo-record.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import { photoUrl } from '../image-urls.ts';
import { toFaceCounts } from './counts.ts';
import type { Described } from './described.ts';
import { endOf } from './end-of.ts';

/** What ListExecutions and DescribeExecution both tell. */
type Listed = Partial<Pick<ExecutionListItem, 'name' | 'status' | 'startDate' | 'stopDate'>>;

/** What the record and the output of an execution both tell. */
export interface Recorded extends OutcomeCounts {
  readonly status: NonNullable<ExecutionRow['photoStatus']>;
}

/** An execution as the list tells of it. */
export function toRow(
  execution: Listed,
  { key, output, error }: Described,
  recorded: Recorded | undefined,
): ExecutionRow {
  const { name, status, startDate } = execution;
  const end = endOf(execution);
  return {
    name: name!,
    status: status!,
    startedAt: startDate!.toISOString(),
    ...(end && { stoppedAt: end.toISOString() }),
    ...(key !== undefined && { photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail') } }),
    ...(recorded && { counts: toFaceCounts(recorded), photoStatus: recorded.status }),
    ...(output && { superseded: output.superseded }),
    ...(error && { error }),
  };
}
