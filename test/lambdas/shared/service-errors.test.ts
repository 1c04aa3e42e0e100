import { expect, test } from 'vitest';
import { networkErrors, serviceErrors } from '../../../lambdas/shared/error-classes.ts';
import { type FailedCall, nameServiceError } from '../../../lambdas/shared/service-errors.ts';

const call = (operation: string, input: FailedCall['input'] = {}): FailedCall => ({
  service: operation === 'GetObject' ? 'S3' : 'Rekognition',
  operation,
  input,
  region: 'eu-central-1',
});
const failure = (name: string, message = name, more = {}) =>
  Object.assign(new Error(message), { name, ...more });

test('a missing collection names the collection and the Region, either of which may be wrong', () => {
  const error = nameServiceError(
    failure('ResourceNotFoundException', 'The collection id: family does not exist'),
    call('SearchFacesByImage', { CollectionId: 'family' }),
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
    call('SearchFacesByImage'),
  );
  expect(error.name).toBe('PermissionMissing');
  expect(error.message).toContain(
    'The role MatchFaces-CropAndSearch may not rekognition:SearchFacesByImage on ' +
      'arn:aws:rekognition:eu-central-1:111122223333:collection/family',
  );
});

test.each([
  ['GetObject', 'NoSuchKey', 'photos-raw/x.jpg does not exist'],
  ['GetObject', 'InvalidRange', 'photos-raw/x.jpg is empty; expected a photo'],
  [
    'GetObject',
    'InvalidObjectState',
    'photos-raw/x.jpg is archived; restore it from its storage class first',
  ],
])('what %s says with %s of a photo begins with its key', (operation, name, message) => {
  const of = call(operation, { Bucket: 'match-faces-raw', Key: 'photos-raw/x.jpg' });
  expect(nameServiceError(failure(name), of).message).toBe(message);
});

test('a denial in other words passes whole, with the object it was about', () => {
  const error = nameServiceError(
    failure('AccessDenied', 'Access Denied'),
    call('GetObject', { Bucket: 'b', Key: 'k' }),
  );
  expect(error).toMatchObject({
    name: 'PermissionMissing',
    message:
      'GetObject of s3://b/k was refused: Access Denied; expected a role that may, and a bucket of its own account',
  });
});

test('a lost connection is a fault that is told by its code', () => {
  const error = nameServiceError(
    failure('Error', 'socket hang up', { code: 'ECONNRESET' }),
    call('GetObject'),
  );
  expect(error).toMatchObject({
    name: 'ServiceFault',
    message: 'ECONNRESET of S3 GetObject: socket hang up',
  });
});

test('a 5xx that says nothing is a fault that is told by its status', () => {
  const error = nameServiceError(
    failure('Unknown', '', { $metadata: { httpStatusCode: 503 } }),
    call('GetObject'),
  );
  expect(error).toMatchObject({ name: 'ServiceFault', message: 'Unknown of S3 GetObject: HTTP 503' });
});

test.each(networkErrors)("the network's %s is a fault of whatever was called", (name) => {
  for (const operation of Object.keys(serviceErrors)) {
    const error = nameServiceError(failure(name, 'on the way'), call(operation));
    expect(error.name).toBe('ServiceFault');
    expect(error.message).toMatch(new RegExp(`^${name} of \\w+ ${operation}: on the way$`));
  }
});

test('bad credentials are a missing permission, whatever was called', () => {
  for (const operation of Object.keys(serviceErrors)) {
    const error = nameServiceError(failure('CredentialsProviderError'), call(operation));
    expect(error).toMatchObject({ name: 'PermissionMissing', cause: { name: 'CredentialsProviderError' } });
  }
});
