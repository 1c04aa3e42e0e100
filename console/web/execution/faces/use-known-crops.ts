import type { Face } from '../../../api/face.ts';
import { useAnswer } from '../../asking/use-answer.ts';

/** URLs of crops of the people that these faces matched, by face id. */
export type KnownCrops = ReadonlyMap<string, readonly string[]>;

export function useKnownCrops(faces: readonly Face[]): KnownCrops {
  const faceId = [...new Set(faces.flatMap((face) => ('faceId' in face ? face.faceId : [])))].sort();
  const answer = useAnswer(
    'people',
    { query: { faceId, limit: 100 } },
    { enabled: faceId.length > 0, fresh: 30_000, keep: true },
  );
  return new Map(answer.data?.people.map(({ faceId, crops }) => [faceId, crops]));
}
