import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { reserve } from '../../lambdas/detect-faces/clock.ts';
import { ServiceFault, Throttled } from '../../lambdas/shared/errors.ts';
import type { Settings } from './settings.ts';

/**
 * Takes turns for a search from the clock that paces all photos' searches: in milliseconds since 1970. Like a photo, a
 * face does not wait for a clock that cannot be reached.
 */
export function turnsOf(
  dynamodb: Pick<DynamoDBClient, 'send'>,
  { paceTable: table, callsPerSecond: searchesPerSecond }: Pick<Settings, 'paceTable' | 'callsPerSecond'>,
): () => Promise<number> {
  return async () => {
    const begin = Date.now();
    if (table === undefined || searchesPerSecond === 'none') return begin;
    try {
      const request = { table, searches: 1, searchesPerSecond, now: 1000 * begin };
      return (await reserve(dynamodb, request)).from / 1000;
    } catch (error) {
      if (error instanceof Throttled || error instanceof ServiceFault) return begin;
      throw error;
    }
  };
}
