import { expect, test } from 'vitest';
import { explainFailure } from '../../../console/server/explain-failure.ts';

test.each([
  ['InvalidObjectState', "The operation is not valid for the object's storage class"],
  ['InvalidRequest', 'The object was stored using a form of Server Side Encryption.'],
  ['KMS.DisabledException', 'The key is disabled.'],
  ['KMS.InvalidGrantTokenException', 'The grant token is not valid.'],
])('a photo that S3 does not hand out is told with what to do about the photo: %s', (name, message) => {
  const { status, failure } = explainFailure(Object.assign(new Error(message), { name }), {
    dataDir: '/data',
    aws: false,
  });
  expect(status).toBe(422);
  expect(failure).toMatchObject({
    name,
    message,
    whatToDo: expect.stringContaining('upload the photo again'),
  });
});
