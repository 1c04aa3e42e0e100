import type { S3Client } from '@aws-sdk/client-s3';

/**
 * Makes S3 refuse every call of the client on a bucket of another account, as AccessDenied. A bucket's name says not
 * whose it is: a mistyped one, or one that was let go and is taken by a stranger, would be sent faces.
 */
export function withBucketOwner(s3: S3Client, account: string): S3Client {
  s3.middlewareStack.add(
    (next) => (call) =>
      next(
        'Bucket' in call.input ? { ...call, input: { ...call.input, ExpectedBucketOwner: account } } : call,
      ),
    { step: 'initialize', name: 'expectBucketOwner' },
  );
  return s3;
}
