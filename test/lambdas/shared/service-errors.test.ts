import { expect, test } from 'vitest';
import { type FailedCall, nameServiceError } from '../../../lambdas/shared/service-errors.ts';

const call = (service: FailedCall['service'], input: FailedCall['input'] = {}): FailedCall => ({
  service,
  input,
  region: 'eu-central-1',
});
const failure = (name: string, message = name, more = {}) =>
  Object.assign(new Error(message), { name, ...more });

test('a missing collection names the collection and the Region, either of which may be wrong', () => {
  const error = nameServiceError(
    failure('ResourceNotFoundException', 'The collection id: family does not exist'),
    call('Rekognition', { CollectionId: 'family' }),
  );
  expect(error.name).toBe('CollectionMissing');
  expect(error.message).toContain('"family" in eu-central-1');
  expect(error.message).toContain('REKOGNITION_COLLECTION_ID or the Region');
});

test("AWS's denial becomes role, action and resource", () => {
  const error = nameServiceError(
    failure(
      'AccessDeniedException',
      'User: arn:aws:sts::111122223333:assumed-role/MatchFaces-CropAndSearch/f is not authorized to perform: ' +
        'rekognition:SearchFacesByImage on resource: arn:aws:rekognition:eu-central-1:111122223333:collection/family ' +
        'because no identity-based policy allows the rekognition:SearchFacesByImage action',
    ),
    call('Rekognition'),
  );
  expect(error.name).toBe('PermissionMissing');
  expect(error.message).toContain(
    'The role MatchFaces-CropAndSearch may not rekognition:SearchFacesByImage on ' +
      'arn:aws:rekognition:eu-central-1:111122223333:collection/family',
  );
});

test('a denial in other words passes whole, with the object it was about', () => {
  const error = nameServiceError(
    failure('AccessDenied', 'Access Denied'),
    call('S3', { Bucket: 'b', Key: 'k' }),
  );
  expect(error).toMatchObject({ name: 'PermissionMissing', message: 'S3 refused s3://b/k: Access Denied' });
});

test.each([
  ['S3', 'NoSuchKey', 'PhotoGone'],
  ['S3', 'PreconditionFailed', 'PhotoChanged'],
  ['S3', 'NoSuchBucket', 'BucketMissing'],
  ['DynamoDB', 'ResourceNotFoundException', 'TableMissing'],
  ['S3', 'KMS.DisabledException', 'EncryptionKeyUnusable'],
  ['Rekognition', 'ProvisionedThroughputExceededException', 'ProvisionedThroughputExceededException'],
  ['Rekognition', 'InternalServerError', 'InternalServerError'],
  ['S3', 'SlowDown', 'SlowDown'],
  ['Rekognition', 'InvalidImageFormatException', 'InvalidImageFormatException'],
] as const)('%s %s reaches the state machine as %s', (service, name, expected) => {
  expect(nameServiceError(failure(name), call(service)).name).toBe(expected);
});

test('a lost connection is named by its code', () => {
  const error = nameServiceError(failure('Error', 'socket hang up', { code: 'ECONNRESET' }), call('S3'));
  expect(error.name).toBe('ECONNRESET');
});

test('a 5xx without a name of its own counts as an unavailable service', () => {
  const error = nameServiceError(failure('Unknown', '', { $metadata: { httpStatusCode: 503 } }), call('S3'));
  expect(error.name).toBe('ServiceUnavailable');
});
