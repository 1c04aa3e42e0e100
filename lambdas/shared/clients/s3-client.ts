import { S3Client } from '@aws-sdk/client-s3';
import { withBucketOwner } from './bucket-owner.ts';
import { requestHandler, storageAttempts, withNamedErrors } from './client-settings.ts';

/** `bucketOwner` is the account of every bucket that it reads or writes. */
export const s3Client = (bucketOwner: string) =>
  withBucketOwner(
    withNamedErrors(
      // Loopback has no wildcard DNS for bucket names.
      new S3Client({ maxAttempts: storageAttempts, requestHandler, forcePathStyle: isLoopback() }),
    ),
    bucketOwner,
  );

const isLoopback = () => /^http:\/\/(127\.|localhost)/.test(process.env.AWS_ENDPOINT_URL ?? '');
