import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { uploadPhoto } from '../../../operations/photos/upload-photo.ts';

test('a key longer than S3 takes is told with its length', async () => {
  // Nobody listens there: the photo must not even be read.
  const s3 = new S3Client({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1' });
  const key = `photos-raw/${'ü'.repeat(507)}.jpg`;
  await expect(uploadPhoto(s3, '/photos/long.jpg', { bucket: 'raw', key })).rejects.toMatchObject({
    name: 'KeyTooLongError',
    message: 'Expected a key of at most 1024 bytes for /photos/long.jpg, got 1029',
  });
});
