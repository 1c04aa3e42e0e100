import type { ExecutionListItem } from '@aws-sdk/client-sfn';

/** When an execution ended; undefined while it runs, and so while it runs again after a redrive. */
export const endOf = ({
  status,
  stopDate,
}: Partial<Pick<ExecutionListItem, 'status' | 'stopDate'>>): Date | undefined =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE' ? undefined : stopDate;
