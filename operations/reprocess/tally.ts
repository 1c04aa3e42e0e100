import type { PhotoStatus } from '../../statemachine/payloads.ts';
import type { PhotoResult, ReadableRecord } from '../match/photo-result.ts';
import type { RecordExtract } from './photo-records.ts';

/** How a photo can end: as its record says, recorded by a later execution, or without a record. */
export type Ending = PhotoStatus | 'superseded' | 'not recorded';

const notAsItShouldBe: ReadonlySet<Ending> = new Set(['PARTIAL', 'FAILED', 'not recorded']);
export const isFailure = (ending: Ending): boolean => notAsItShouldBe.has(ending);

/** What became of the photos of a batch, in numbers alone: they may be many. */
export class Tally {
  readonly endings = new Map<Ending, number>();
  /** Photos that an earlier command had run in the same batch; they count among the endings. */
  earlier = 0;
  faces = 0;

  /** The result of an execution of this run. */
  add(result: PhotoResult, executionArn: string): Ending {
    const ending = endingOf(result, executionArn);
    this.#count(ending, result.faces.length);
    return ending;
  }

  addEarlier({ status, faceCount }: Pick<RecordExtract, 'status' | 'faceCount'>): void {
    this.earlier += 1;
    this.#count(status, faceCount);
  }

  get photos(): number {
    return this.endings.values().reduce((sum, count) => sum + count, 0);
  }

  get failed(): number {
    return this.endings.entries().reduce((sum, [ending, count]) => sum + (isFailure(ending) ? count : 0), 0);
  }

  #count(ending: Ending, faces: number): void {
    this.endings.set(ending, (this.endings.get(ending) ?? 0) + 1);
    this.faces += faces;
  }
}

function endingOf(result: PhotoResult, executionArn: string): Ending {
  if (!isRecorded(result)) return 'not recorded';
  return result.executionArn === executionArn ? result.status : 'superseded';
}

/** Only a record says when its photo was matched. */
export const isRecorded = (result: PhotoResult): result is ReadableRecord => 'matchedAt' in result;
