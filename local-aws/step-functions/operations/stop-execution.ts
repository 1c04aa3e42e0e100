import type { Operation } from '../../gateway/json-service.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { Executions } from '../executions/executions.ts';
import { executionArnIn } from './arn.ts';
import { shortText } from './request.ts';

/** Of an execution that is over it gives the date it ended. */
export const stopExecution =
  (store: ExecutionStore, executions: Executions): Operation =>
  async (request) => {
    const arn = executionArnIn(request);
    const error = shortText(request, 'error', 256);
    const cause = shortText(request, 'cause', 32_768);
    executions.stop(store.find(arn), {
      ...(error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    return { stopDate: store.find(arn).stopDate };
  };
