import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { outcomeCounts } from '../../../statemachine/payloads.ts';
import type { PhotoRecord } from '../../../statemachine/photo-record.ts';
import type { ExecutionRow } from '../../api/execution.ts';
import { photoUrl } from '../images/image-urls.ts';
import { type Described, endOf } from './described.ts';

/** What ListExecutions and DescribeExecution both tell. */
type Listed = Partial<Pick<ExecutionListItem, 'name' | 'status' | 'startDate' | 'stopDate'>>;

/** An execution as the list tells of it. */
export function toRow(
  execution: Listed,
  { key, output, error }: Described,
  /** The record or the output, which tell the counts alike. */
  recorded: Pick<PhotoRecord, 'status'> | undefined,
  waitsUntil: Date | undefined,
): ExecutionRow {
  const { name, status, startDate } = execution;
  const end = endOf(execution);
  const counts = outcomeCounts.safeParse(recorded).data;
  return {
    name: name!,
    status: status!,
    startedAt: startDate!.toISOString(),
    ...(end && { stoppedAt: end.toISOString() }),
    ...(waitsUntil && { waitsUntil: waitsUntil.toISOString() }),
    ...(key !== undefined && { photo: { key, thumbnailUrl: photoUrl(key, 'thumbnail') } }),
    ...(counts && { counts }),
    ...(recorded && { photoStatus: recorded.status }),
    ...(output && { superseded: output.superseded }),
    ...(error && { error }),
  };
}
