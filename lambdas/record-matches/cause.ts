import type { CaughtError } from '../../statemachine/payloads.ts';
import type { PhotoRecord } from '../../statemachine/photo-record.ts';
import { readOriginal } from '../shared/original-error.ts';

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

/** `2 of 7 faces not searched: ThrottlingException ×2. Start again with {"key": "…"}` */
export function explainPartial(record: PhotoRecord): string {
  const failed = record.faces.filter((face) => face.outcome === 'Failed');
  const say = (stage: (typeof failed)[number]['stage'], undone: string) => {
    const errors = failed.filter((face) => face.stage === stage).map((face) => face.error);
    return errors.length
      ? `${errors.length} of ${record.faceCount} faces not ${undone}: ${tally(errors)}. `
      : '';
  };
  return `${say('CropAndSearch', 'searched')}${say('IndexFaces', 'indexed')}${startAgain(record)}`;
}

export const explainFailedPhoto = (record: PhotoRecord): string =>
  `${record.error?.error}: ${record.error?.cause}. When the photo is mended: ${startAgain(record)}`;

const startAgain = ({ s3Key }: PhotoRecord) => `Start again with ${JSON.stringify({ key: s3Key })}`;

function tally(errors: readonly string[]): string {
  const counts = Map.groupBy(errors, (error) => error);
  return [...counts].map(([error, all]) => `${error} ×${all.length}`).join(', ');
}
