import { expect, test } from 'vitest';
import { createS3 } from '../../../local-aws/s3/s3-service.ts';

const { describe: describeRequest } = createS3({ folder: '/nowhere' });

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
  ['POST', '/photos/a/b.jpg', 'Unknown'],
  ['PATCH', '/photos', 'Unknown'],
])('%s %s is %s', (method, path, operation) => {
  expect(describeRequest(new Request(`http://127.0.0.1${path}`, { method })).operation).toBe(operation);
});

test('a copy is told from a put by its source', () => {
  const headers = { 'x-amz-copy-source': '/photos/a' };
  const put = (path: string) => new Request(`http://127.0.0.1${path}`, { method: 'PUT', headers });
  expect(describeRequest(put('/photos/b')).operation).toBe('CopyObject');
  expect(describeRequest(put('/photos/b?partNumber=1&uploadId=x')).operation).toBe('UploadPartCopy');
});

test('bucket and key are named as they are meant, not as they are written', () => {
  const request = new Request('http://127.0.0.1/photos//a%2Fb%20c+%C3%BC?list-type=2');
  expect(describeRequest(request)).toEqual({ operation: 'GetObject', bucket: 'photos', key: '/a/b c ü' });
});

test('a key with dot segments is named when the target comes along as it was sent', () => {
  const request = new Request('http://127.0.0.1/photos/a/../b');
  const incoming = { url: '/photos/a/../b' };
  expect(describeRequest(request, { incoming })).toEqual({
    operation: 'GetObject',
    bucket: 'photos',
    key: 'a/../b',
  });
});

test('a key that is no UTF-8 is named as it came', () => {
  expect(describeRequest(new Request('http://127.0.0.1/photos/%ff'))).toEqual({
    operation: 'GetObject',
    bucket: 'photos',
    key: '%ff',
  });
});
