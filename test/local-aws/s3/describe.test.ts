import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readRequest } from '../../../local-aws/s3/wire/s3-request.ts';

function requestFor(method: string, url: string, headers: Record<string, string> = {}) {
  const message = Object.assign(new IncomingMessage(new Socket()), { method, url, headers });
  return readRequest(message);
}

test.each([
  ['GET', '/', 'ListBuckets'],
  ['PUT', '/photos', 'CreateBucket'],
  ['HEAD', '/photos/', 'HeadBucket'],
  ['DELETE', '/photos', 'DeleteBucket'],
  ['GET', '/photos?location', 'GetBucketLocation'],
  ['GET', '/photos?list-type=2&prefix=a', 'ListObjectsV2'],
  ['GET', '/photos?prefix=a', 'ListObjects'],
  ['GET', '/photos?uploads', 'ListMultipartUploads'],
  ['PUT', '/photos?notification', 'PutBucketNotificationConfiguration'],
  ['GET', '/photos?publicAccessBlock', 'GetPublicAccessBlock'],
  ['POST', '/photos?delete', 'DeleteObjects'],
  ['POST', '/photos', 'PostObject'],
  ['GET', '/photos/a/b.jpg', 'GetObject'],
  ['GET', '/photos/a/b.jpg?x-id=GetObject', 'GetObject'],
  ['HEAD', '/photos/a/b.jpg', 'HeadObject'],
  ['PUT', '/photos/a/b.jpg', 'PutObject'],
  ['PUT', '/photos/a/b.jpg?tagging', 'PutObjectTagging'],
  ['DELETE', '/photos/a/b.jpg', 'DeleteObject'],
  ['POST', '/photos/a/b.jpg?uploads', 'CreateMultipartUpload'],
  ['PUT', '/photos/a/b.jpg?partNumber=1&uploadId=x', 'UploadPart'],
  ['GET', '/photos/a/b.jpg?uploadId=x', 'ListParts'],
  ['POST', '/photos/a/b.jpg?uploadId=x', 'CompleteMultipartUpload'],
  ['DELETE', '/photos/a/b.jpg?uploadId=x', 'AbortMultipartUpload'],
  ['POST', '/photos/a/b.jpg?select&select-type=2', 'SelectObjectContent'],
  ['POST', '/photos/a/b.jpg', undefined],
  ['PATCH', '/photos', undefined],
])('%s %s is %s', (method, path, operation) => {
  expect(requestFor(method, path).operation).toBe(operation);
});

test('a copy is told from a put by its source', () => {
  const put = (path: string) => requestFor('PUT', path, { 'x-amz-copy-source': '/photos/a' }).operation;
  expect(put('/photos/b')).toBe('CopyObject');
  expect(put('/photos/b?partNumber=1&uploadId=x')).toBe('UploadPartCopy');
});

test.each([
  ['/photos//a%2Fb%20c+%C3%BC?list-type=2', '/a/b c ü'],
  ['/photos/a/../b', 'a/../b'],
  ['http://127.0.0.1/photos/a', 'a'],
  // No UTF-8: as it came.
  ['/photos/%ff', '%ff'],
])('the target %s is about the key %s', (target, key) => {
  expect(requestFor('GET', target).target).toMatchObject({ bucket: 'photos', key });
});
