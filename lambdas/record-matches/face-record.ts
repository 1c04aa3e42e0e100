import type { FaceResult, FailedFace } from '../../statemachine/payloads.ts';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { readCaughtError } from './cause.ts';

/** The record of one result of the Map. A failure is never a NoMatch. */
export function toFaceRecord(result: FaceResult): FaceRecord {
  if (result.outcome === 'Failed') return toFailedRecord(result);
  const { idx, boundingBox, crop } = result;
  const face = { idx, boundingBox, ...(crop && { thumbKey: crop.key }) };
  switch (result.outcome) {
    case 'Match': {
      const { outcome, faceId, personId, similarity } = result;
      return { ...face, outcome, faceId, personId, similarity };
    }
    case 'NoMatch':
      return result.indexed
        ? { ...face, outcome: 'Indexed', ...result.indexed }
        : { ...face, outcome: 'NoMatch', threshold: result.threshold };
    case 'Unsearchable':
      return { ...face, outcome: 'Unsearchable', reason: result.reason };
  }
}

function toFailedRecord({ face, failure }: FailedFace): FaceRecord {
  const { idx, boundingBox } = face;
  const failed = { idx, boundingBox, outcome: 'Failed', ...readCaughtError(failure) } as const;
  // Only a face that had been searched can fail later than in the search.
  return 'crop' in face
    ? { ...failed, stage: 'IndexFaces', thumbKey: face.crop.key }
    : { ...failed, stage: 'CropAndSearch' };
}
