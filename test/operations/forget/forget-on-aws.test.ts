import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { deleteFace } from '../../../operations/forget/remove-face.ts';
import { deleteObjects, findObjects } from '../../../operations/forget/stored-objects.ts';

/** What AWS answers and the local cloud does not. */

test('on AWS every version of an object is deleted, and every delete marker', async () => {
  const s3 = new S3Client({ region: 'us-east-1' });
  const deleted: unknown[] = [];
  const pages: Record<string, object> = {
    first: {
      IsTruncated: true,
      NextKeyMarker: 'p/1.jpg',
      NextVersionIdMarker: 'v1',
      Versions: [{ Key: 'p/1.jpg', VersionId: 'v1' }],
    },
    v1: {
      Versions: [{ Key: 'p/1.jpg', VersionId: 'null' }],
      DeleteMarkers: [{ Key: 'p/2.jpg', VersionId: 'v2' }],
    },
  };
  answer(s3, {
    ListObjectVersionsCommand: ({ VersionIdMarker = 'first' }) => pages[VersionIdMarker as string]!,
    DeleteObjectsCommand: ({ Bucket, Delete }) => {
      deleted.push(Bucket, ...(Delete as { Objects: unknown[] }).Objects);
      return {};
    },
  });
  const found = await findObjects({ s3, kind: 'aws' }, 'crops', 'p/');
  await deleteObjects(s3, found);
  expect(deleted).toEqual([
    'crops',
    { Key: 'p/1.jpg', VersionId: 'v1' },
    { Key: 'p/1.jpg', VersionId: 'null' },
    { Key: 'p/2.jpg', VersionId: 'v2' },
  ]);
});

test('an object that S3 does not delete is told with the reason', async () => {
  const s3 = new S3Client({ region: 'us-east-1' });
  const refused = { Key: 'p/1.jpg', Code: 'AccessDenied', Message: 'Access Denied' };
  answer(s3, { DeleteObjectsCommand: () => ({ Errors: [refused] }) });
  await expect(deleteObjects(s3, [{ bucket: 'crops', key: 'p/1.jpg' }])).rejects.toMatchObject({
    name: 'ObjectNotDeleted',
    message: expect.stringContaining('s3://crops/p/1.jpg to be deleted, got AccessDenied: Access Denied'),
  });
});

test('a face that Rekognition keeps is told with its reason', async () => {
  const rekognition = new RekognitionClient({ region: 'us-east-1' });
  const faceId = 'f415f642-f1f3-8000-840c-43b48ad8409e';
  const Reasons = ['ASSOCIATED_TO_AN_EXISTING_USER'];
  answer(rekognition, {
    DeleteFacesCommand: () => ({
      DeletedFaces: [],
      UnsuccessfulFaceDeletions: [{ FaceId: faceId, Reasons }],
    }),
  });
  await expect(deleteFace({ rekognition, deployment: localDeployment }, faceId)).rejects.toMatchObject({
    name: 'FaceNotDeleted',
    message: expect.stringContaining('ASSOCIATED_TO_AN_EXISTING_USER'),
  });
});

/** Answers a client's calls in the service's place, by the name of the command. */
function answer(
  client: S3Client | RekognitionClient,
  answers: Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => object>>,
): void {
  // The clients' stacks differ only in their input and output types.
  (client as S3Client).middlewareStack.add(
    (_, { commandName }) =>
      async ({ input }) => ({
        output: { $metadata: {}, ...answers[commandName!]!({ ...input }) },
        response: undefined,
      }),
    { step: 'initialize', priority: 'high' },
  );
}
