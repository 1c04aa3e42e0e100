import { readOriginal } from './original-error.ts';
import type { CaughtError, FaceResult, FailedFace } from './payloads.ts';
import type { FaceRecord } from './photo-record.ts';

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
  const failed = { idx, boundingBox, outcome: 'Failed' } as const;
  // Only a face that had been searched can fail later than in the search.
  return 'crop' in face
    ? { ...failed, stage: 'IndexFaces', thumbKey: face.crop.key, ...readStageError(failure) }
    : { ...failed, stage: 'CropAndSearch', ...readCaughtError(failure) };
}

/** IndexFacesFailed keeps the name alone of what a stage throws: there is no bound on how long a message is. */
function readStageError(failure: CaughtError) {
  const told = readCaughtError(failure);
  return failure.Cause === undefined && failure.Error !== 'States.Timeout'
    ? { ...told, cause: "Its message is in the execution's history, at the state IndexFacesHook" }
    : told;
}

/**
 * The name and message of an error that Step Functions caught.
 *
 * Its Cause is Lambda's JSON for an error thrown by a handler, plain text for others, and absent for a
 * timeout. Throttled, ServiceFault and FaceFailed stand for the error that they tell of: AWS's own name goes on.
 */
export function readCaughtError({ Error: error, Cause: cause }: CaughtError): {
  error: string;
  cause: string;
} {
  const message = lambdaMessage(cause) ?? cause ?? '';
  const original = standsForAnother.test(error) ? readOriginal(message) : undefined;
  return original ?? { error, cause: message || 'The function did not answer in time' };
}

const standsForAnother = /^(Throttled|ServiceFault|FaceFailed)$/;

function lambdaMessage(cause: string | undefined): string | undefined {
  try {
    const { errorMessage } = JSON.parse(cause ?? '') as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : undefined;
  } catch {
    return undefined;
  }
}
