import { S3Client } from '@aws-sdk/client-s3';
import { requestHandler, storageAttempts, withNamedErrors } from './client-settings.ts';

export const s3Client = () =>
  withNamedErrors(
    // Loopback has no wildcard DNS for bucket names.
    new S3Client({ maxAttempts: storageAttempts, requestHandler, forcePathStyle: isLoopback() }),
  );

const isLoopback = () => /^http:\/\/(127\.|localhost)/.test(process.env.AWS_ENDPOINT_URL ?? '');
