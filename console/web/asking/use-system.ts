import type { System } from '../../api/system.ts';
import { useAnswer } from './use-answer.ts';

/** The cloud behind the console; undefined until it has answered. */
export function useSystem(): System | undefined {
  return useAnswer('system', {}, { fresh: 10_000, every: 60_000 }).data;
}

/** Until the server has said how often it may be asked. */
const patience = { list: 3_000, execution: 2_000, counts: 10_000 };

export const usePollEvery = (): System['pollEvery'] => useSystem()?.pollEvery ?? patience;
