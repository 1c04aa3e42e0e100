import type { Operation } from '../../gateway/json-service.ts';
import { tooManyRequests } from '../errors.ts';

/** A token bucket: holds `burst` requests and gets `perSecond` back. */
export interface Quota {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * AWS's request quotas per account in us-east-1 as its documentation gives them; they change now and then,
 * and are less in most other Regions.
 */
export const awsQuotas: Readonly<Record<string, Quota>> = {
  StartExecution: { burst: 1300, perSecond: 300 },
  StopExecution: { burst: 1000, perSecond: 200 },
  RedriveExecution: { burst: 1300, perSecond: 300 },
  DescribeExecution: { burst: 300, perSecond: 15 },
  ListExecutions: { burst: 200, perSecond: 5 },
  GetExecutionHistory: { burst: 400, perSecond: 20 },
  DescribeStateMachine: { burst: 200, perSecond: 20 },
  DescribeStateMachineForExecution: { burst: 200, perSecond: 20 },
  ListStateMachines: { burst: 100, perSecond: 5 },
  ListTagsForResource: { burst: 100, perSecond: 1 },
};

/** The operation, answering ThrottlingException beyond the quota. `now` gives seconds. */
export function limited(operation: Operation, quota: Quota, now = () => performance.now() / 1000): Operation {
  let tokens = quota.burst;
  let filled = now();
  return async (request) => {
    const at = now();
    tokens = Math.min(quota.burst, tokens + (at - filled) * quota.perSecond);
    filled = at;
    if (tokens < 1) throw tooManyRequests();
    tokens -= 1;
    return operation(request);
  };
}
