import { toFaceRecord } from '../../statemachine/face-record.ts';
import { faceResult } from '../../statemachine/payloads.ts';
import type { StateVisit } from '../executions/state-visits.ts';

/** A face of an execution's photo that is somebody. */
export interface FoundPerson {
  readonly idx: number;
  readonly outcome: 'Match' | 'Indexed';
  readonly faceId: string;
  readonly personId: string;
}

/** Whom an execution has found so far. */
export function peopleIn(states: readonly StateVisit[]): FoundPerson[] {
  const iterations = states.findLast(({ state }) => state === 'SearchEachFace')?.iterations ?? [];
  return iterations.flatMap((visits) => {
    const output = visits.at(-1)?.output;
    const { data } = faceResult.safeParse(output === undefined ? undefined : JSON.parse(output));
    const face = data && toFaceRecord(data);
    if (!face || !('personId' in face)) return [];
    const { idx, outcome, faceId, personId } = face;
    return [{ idx, outcome, faceId, personId }];
  });
}
