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
    case 'NoMatch': {
      const { outcome, threshold, indexed, notIndexed } = result;
      return indexed
        ? { ...face, outcome: 'Indexed', ...indexed }
        : { ...face, outcome, threshold, ...(notIndexed !== undefined && { notIndexed }) };
    }
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

/** Only the name of a stage's failure goes on: there is no bound on how long its message or its answer is. */
function readStageError(failure: CaughtError) {
  const { Error: error, Cause } = failure;
  return Cause === undefined ? { error, cause: stageCauses.get(error) ?? thrown } : readCaughtError(failure);
}

const inHistory = "in the execution's history, at the state IndexFacesHook";
const thrown = `Its message is ${inHistory}`;
const expectedAnswer =
  'Expected of the stage {faceId, personId} as strings, or {notIndexed} with a reason of at most twenty words';

/** Of what no stage throws. */
const stageCauses: ReadonlyMap<string, string> = new Map([
  ['AnswerInvalid', `${expectedAnswer}; what came is ${inHistory}`],
  ['States.DataLimitExceeded', `${expectedAnswer}; more came than the 256 KB that a task may give`],
  ['States.Timeout', 'The function did not answer in time'],
]);

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
