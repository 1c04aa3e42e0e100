import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mostFacesAtOnce, type Pace } from '../../statemachine/payloads.ts';
import { ServiceFault, Throttled } from '../shared/errors.ts';
import { logger } from '../shared/logger.ts';
import { metrics } from '../shared/metrics.ts';
import { reserve } from './clock.ts';

export interface PaceSettings {
  readonly table: string;
  readonly searchesPerSecond: number | 'none';
}

export interface PaceServices {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** A search takes about so long with its crop: so many at once are the quota of a second. */
export const searchSeconds = 0.8;

/** Of one photo: a large one would outrun the clock, if all its faces were searched at once. */
export const facesAtOnce = (searchesPerSecond: number): number =>
  Math.min(mostFacesAtOnce, Math.max(1, Math.round(searchSeconds * searchesPerSecond)));

/**
 * Takes a turn for a photo's searches. A retry takes another one, and the first is lost: nobody waits for longer than
 * that.
 *
 * A clock that cannot be reached is no reason to lose a photo: it begins at once, and the retries pace it. Throws what
 * every photo would meet, as a permission that is missing.
 */
export async function takeTurn(
  searches: number,
  { table, searchesPerSecond }: PaceSettings,
  { dynamodb, now = Date.now }: PaceServices,
): Promise<Pace> {
  const begin = now();
  if (searchesPerSecond === 'none') return { turn: timeOf(begin), atOnce: mostFacesAtOnce };
  const atOnce = facesAtOnce(searchesPerSecond);
  if (searches === 0) return { turn: timeOf(begin), atOnce };
  try {
    const request = { table, searches, searchesPerSecond, now: 1000 * begin };
    const turn = (await reserve(dynamodb, request)).from / 1000;
    report('ClockLead', (turn - begin) / 1000, table);
    return { turn: timeOf(turn), atOnce };
  } catch (error) {
    if (!(error instanceof Throttled || error instanceof ServiceFault)) throw error;
    logger.warn('ClockUnreachable', { error: error.message });
    report('ClockUnreachable', 1, table);
    return { turn: timeOf(begin), atOnce };
  }
}

const timeOf = (milliseconds: number) => new Date(milliseconds).toISOString();

/** How far ahead the last turn lies, and photos that got none. */
export const clockMetrics = ['ClockLead', 'ClockUnreachable'] as const;
export type ClockMetric = (typeof clockMetrics)[number];

/** Deployments in one account are told apart by the table, which is a stack's own. */
function report(name: ClockMetric, value: number, table: string): void {
  const unit = name === 'ClockLead' ? MetricUnit.Seconds : MetricUnit.Count;
  // Goes out at once.
  metrics.singleMetric().addDimension('PaceTable', table).addMetric(name, unit, value);
}
