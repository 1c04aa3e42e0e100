import type { Operation } from '../../gateway/json-service.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { Executions } from '../executions/executions.ts';
import { executionArnIn } from './arn.ts';
import { shortText } from './request.ts';

/** Seconds in which AWS answers a repeated clientToken with the redrive it belongs to. */
const tokenLifetime = 15 * 60;

/** Tokens are remembered until the process ends. */
export function redriveExecution(store: ExecutionStore, executions: Executions): Operation {
  const tokens = new Map<string, number>();
  return async (request) => {
    const arn = executionArnIn(request);
    const token = `${arn} ${shortText(request, 'clientToken', 64)}`;
    const before = tokens.get(token);
    if (request.clientToken && before && Date.now() / 1000 - before < tokenLifetime)
      return { redriveDate: before };
    const { redriveDate } = executions.redrive(store.find(arn));
    tokens.set(token, redriveDate!);
    return { redriveDate };
  };
}
