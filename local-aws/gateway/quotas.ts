import { ServiceError } from '../service-error.ts';
import type { Interceptor } from './call.ts';

/** Calls a second, by Rekognition operation: `{ SearchFacesByImage: 5 }`. */
export type Quotas = Readonly<Record<string, number>>;

/**
 * Refuses what Rekognition would throttle: a bucket per operation that holds one second's calls, at least one,
 * and refills steadily. How large a burst AWS allows is not documented.
 */
export function createQuotas(quotas: Quotas, now: () => number = () => performance.now()): Interceptor {
  const buckets = new Map<string, { tokens: number; at: number }>();

  return ({ service, operation }) => {
    const perSecond = service === 'rekognition' ? quotas[operation] : undefined;
    if (perSecond === undefined) return;
    const at = now();
    const capacity = Math.max(1, perSecond);
    const last = buckets.get(operation) ?? { tokens: capacity, at };
    const tokens = Math.min(capacity, last.tokens + ((at - last.at) / 1000) * perSecond);
    if (tokens < 1)
      throw new ServiceError('ProvisionedThroughputExceededException', 'Provisioned Rate exceeded.');
    buckets.set(operation, { tokens: tokens - 1, at });
  };
}
