import type { ExecutionStatus } from '../../api/execution.ts';

/** Whether an execution goes on, so that looking again can show something new. */
export const isOpen = ({ status }: { status: ExecutionStatus }): boolean =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE';
