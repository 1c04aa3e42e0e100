import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import { type GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { cropAndSearch } from '../../../lambdas/crop-and-search/crop-and-search.ts';
import { PhotoChanged } from '../../../lambdas/shared/errors.ts';
import { faceToSearch } from '../../../statemachine/payloads.ts';
import sampleInput from '../../../statemachine/samples/face-to-search.json' with { type: 'json' };

const thumbs = { bucket: 'thumbs', prefix: 'faces-thumbs/' };

/** Rekognition finds nobody in the crop, which is an answer, too. */
const rekognition = {
  send: async () => {
    const message = 'There are no faces in the image. Should be at least 1.';
    throw Object.assign(new Error(message), { name: 'InvalidParameterException' });
  },
} as unknown as RekognitionClient;

/** What S3 is asked, in its order; a test answers for the crop and for the photo. */
function startS3(answer: { put: () => Promise<object>; confirm: () => Promise<object> }) {
  const calls: string[] = [];
  const input = faceToSearch.parse(sampleInput);
  const object = (body: string) => ({
    ...{ ETag: '"e"', LastModified: new Date(), ContentLength: 1 },
    Body: { transformToByteArray: async () => Buffer.from(body) },
  });
  const s3 = {
    config: { region: async () => 'us-east-1' },
    send: async (command: unknown) => {
      if (command instanceof PutObjectCommand) {
        calls.push('store the crop');
        return answer.put();
      }
      const { Key } = (command as GetObjectCommand).input;
      if (Key === input.photo.cutouts!.key) {
        calls.push('read the cutout');
        return object('a cutout');
      }
      calls.push('confirm the photo');
      return answer.confirm().then(() => object('1'));
    },
  } as unknown as S3Client;
  return { calls, run: () => cropAndSearch(input, thumbs, { s3, rekognition }) };
}

test('a crop that cannot be stored is told when the photo is confirmed, and not before', async () => {
  const confirming = Promise.withResolvers<object>();
  const { calls, run } = startS3({
    put: () => Promise.reject(new Error('no room')),
    confirm: () => confirming.promise,
  });
  let thrown: unknown;
  const running = run().catch((error: unknown) => {
    thrown = error;
  });
  await expect.poll(() => calls).toEqual(['read the cutout', 'confirm the photo', 'store the crop']);
  // The rejection has gone through every microtask by now.
  await new Promise(setImmediate);
  expect(thrown).toBeUndefined();
  confirming.resolve({});
  await running;
  expect(thrown).toMatchObject({ name: 'FaceFailed', message: 'Error: no room' });
});

test('a photo that was overwritten is told when the crop is stored, and not before', async () => {
  const storing = Promise.withResolvers<object>();
  const { calls, run } = startS3({
    put: () => storing.promise,
    confirm: () => Promise.reject(new PhotoChanged('overwritten')),
  });
  let thrown: unknown;
  const running = run().catch((error: unknown) => {
    thrown = error;
  });
  await expect.poll(() => calls).toHaveLength(3);
  await new Promise(setImmediate);
  expect(thrown).toBeUndefined();
  storing.resolve({});
  await running;
  expect(thrown).toMatchObject({ name: 'PhotoChanged' });
});
