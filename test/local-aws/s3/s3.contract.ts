import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3UnderTest, startS3UnderTest } from './s3-under-test.ts';

let s3: S3UnderTest;
beforeAll(async () => {
  s3 = await startS3UnderTest();
});
afterAll(() => s3.stop());

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex');

type Put = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'>;
const put = (key: string, body: PutObjectCommandInput['Body'], options: Put = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: key, Body: body, ...options }));

const get = (key: string, options: Omit<GetObjectCommandInput, 'Bucket' | 'Key'> = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket: s3.bucket, Key: key, ...options }));

const head = (key: string) => s3.client.send(new HeadObjectCommand({ Bucket: s3.bucket, Key: key }));

async function content(
  key: string,
  options: Omit<GetObjectCommandInput, 'Bucket' | 'Key'> = {},
): Promise<Buffer> {
  const { Body } = await get(key, options);
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const text = async (key: string, options?: Omit<GetObjectCommandInput, 'Bucket' | 'Key'>) =>
  (await content(key, options)).toString();

const missing = (key: string) => expect(get(key)).rejects.toMatchObject({ name: 'NoSuchKey' });

describe('a stored object', () => {
  test('comes back byte for byte from a buffer of 25 MB', async () => {
    const key = s3.key('25 MB buffer');
    const bytes = randomBytes(25_000_000);
    const { ETag } = await put(key, bytes);
    expect(ETag).toBe(`"${md5(bytes)}"`);
    expect((await content(key)).equals(bytes)).toBe(true);
  });

  test('comes back byte for byte from a stream of 25 MB', async () => {
    const key = s3.key('25 MB stream');
    const bytes = randomBytes(25_000_000);
    const pieces = Array.from({ length: 382 }, (_, index) =>
      bytes.subarray(index * 65_536, (index + 1) * 65_536),
    );
    const { ETag } = await put(key, Readable.from(pieces), { ContentLength: bytes.length });
    expect(ETag).toBe(`"${md5(bytes)}"`);
    expect((await content(key)).equals(bytes)).toBe(true);
  });

  test('may be empty', async () => {
    const key = s3.key('empty');
    const { ETag } = await put(key, new Uint8Array());
    expect(ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    const { ContentLength, Body } = await get(key);
    expect(ContentLength).toBe(0);
    expect(await Body?.transformToString()).toBe('');
  });

  test('is replaced by the next put, metadata and all', async () => {
    const key = s3.key('replaced');
    await put(key, 'first version', { Metadata: { version: '1' }, ContentType: 'text/plain' });
    await put(key, 'second', { ContentType: 'text/html' });
    const { Metadata, ContentType, ContentLength } = await head(key);
    expect({ Metadata, ContentType, ContentLength }).toEqual({
      Metadata: {},
      ContentType: 'text/html',
      ContentLength: 6,
    });
    expect(await text(key)).toBe('second');
  });

  test('is gone once deleted, and deleting it again succeeds', async () => {
    const key = s3.key('deleted');
    await put(key, 'x');
    await s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: key }));
    await missing(key);
    const again = await s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: key }));
    expect(again.$metadata.httpStatusCode).toBe(204);
  });

  test('tells when it was modified, on the second', async () => {
    const key = s3.key('modified');
    const before = Math.floor(Date.now() / 1000) * 1000 - 60_000;
    await put(key, 'x');
    const { LastModified } = await head(key);
    expect(LastModified?.getMilliseconds()).toBe(0);
    expect(LastModified?.getTime()).toBeGreaterThan(before);
  });

  test('is encrypted by S3 and of no version', async () => {
    const key = s3.key('encrypted');
    const { ServerSideEncryption, VersionId } = await put(key, 'x');
    expect({ ServerSideEncryption, VersionId }).toEqual({
      ServerSideEncryption: 'AES256',
      VersionId: undefined,
    });
  });

  test('answers every request with a request id', async () => {
    const { $metadata } = await put(s3.key('request id'), 'x');
    expect($metadata.requestId).toMatch(/^[0-9A-Z]{16}$/);
  });
});

describe('a key', () => {
  const odd = [
    'with spaces and  two',
    'ünïcödé/写真.jpg',
    'emoji 🎉🏔️.jpg',
    'a+b=c&d?e#f.jpg',
    'percent%20and%2Fand%',
    'a//b///c',
    '/leading slash',
    'trailing/',
    'inner/../dots/./.hidden',
    'quotes \' " and <tags> & \\ ^ ` { | } ~ [ ] ; : @ $ , ! * ( )',
    'combining e\u0301',
  ];

  test.each(odd)('%j keeps its own object', async (name) => {
    const key = s3.key(name);
    await put(key, `body of ${name}`);
    expect(await text(key)).toBe(`body of ${name}`);
    await s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: key }));
    await missing(key);
  });

  test('that only resembles another is another', async () => {
    const names = [
      'alike/a',
      'alike//a',
      'alike/./a',
      'alike/b/../a',
      'alike/%61',
      'alike/A',
      'alike/a/',
      'alike/a ',
    ];
    for (const name of names) await put(s3.key(name), name);
    for (const name of names) expect(await text(s3.key(name))).toBe(name);
  });

  test('may have 1,024 bytes', async () => {
    const ascii = s3.key('x'.repeat(1024 - s3.prefix.length));
    await put(ascii, 'ascii');
    expect(await text(ascii)).toBe('ascii');
    const wide = s3.key('写'.repeat(Math.floor((1024 - s3.prefix.length) / 3)));
    await put(wide, 'wide');
    expect(await text(wide)).toBe('wide');
  });

  test('of more than 1,024 bytes is refused', async () => {
    const key = 'x'.repeat(1025);
    await expect(put(key, 'x')).rejects.toMatchObject({
      name: 'KeyTooLongError',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(get(key)).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });

  test('that climbs out of its bucket is a bad request', async () => {
    for (const key of ['../x', 'a/../../x']) {
      await expect(put(key, 'x')).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    }
  });
});

describe('metadata', () => {
  test('comes back with get and head as it was put', async () => {
    const key = s3.key('headers');
    const stored = {
      ContentType: 'image/jpeg',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.jpg"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'de',
      Metadata: { 'photo-id': '42', name: 'two  words' },
    };
    await put(key, 'x', stored);
    expect(await head(key)).toMatchObject(stored);
    expect(await get(key)).toMatchObject(stored);
  });

  test('of an object put from a stream keeps nothing of the transfer', async () => {
    const key = s3.key('stream headers');
    await put(key, Readable.from([Buffer.alloc(10_000)]), { ContentLength: 10_000, ContentEncoding: 'gzip' });
    expect((await head(key)).ContentEncoding).toBe('gzip');
    await put(key, Readable.from([Buffer.alloc(10_000)]), { ContentLength: 10_000 });
    expect((await head(key)).ContentEncoding).toBeUndefined();
  });

  test('without a Content-Type is binary', async () => {
    const key = s3.key('no type');
    await put(key, 'x', { ContentType: undefined });
    expect((await head(key)).ContentType).toMatch(/^(binary|application)\/octet-stream$/);
  });

  test('beyond ASCII comes back as an RFC 2047 word', async () => {
    const key = s3.key('unicode metadata');
    const word = (value: string) => `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
    await put(key, 'x', { Metadata: { title: word('写真 🎉'), artist: '=?utf-8?q?Zo=C3=AB_?=' } });
    expect((await head(key)).Metadata).toEqual({ title: word('写真 🎉'), artist: word('Zoë ') });
  });

  test('of more than 2,048 bytes is refused', async () => {
    const key = s3.key('too much metadata');
    await put(key, 'x', { Metadata: { a: 'x'.repeat(2047) } });
    await expect(put(key, 'y', { Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject({
      name: 'MetadataTooLarge',
      $metadata: { httpStatusCode: 400 },
    });
    expect(await text(key)).toBe('x');
  });

  test('can be overridden in the answer to a get', async () => {
    const key = s3.key('override');
    await put(key, 'x', { ContentType: 'image/jpeg' });
    const { ContentType, ContentDisposition } = await get(key, {
      ResponseContentType: 'text/plain',
      ResponseContentDisposition: 'inline',
    });
    expect({ ContentType, ContentDisposition }).toEqual({
      ContentType: 'text/plain',
      ContentDisposition: 'inline',
    });
  });
});

describe('checksums', () => {
  const known = [
    ['CRC32', 'NhCmhg=='],
    ['CRC32C', 'mnG7TA=='],
    ['CRC64NVME', 'M3eFcAZSQlc='],
    ['SHA1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
    ['SHA256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ] as const;

  test.each(known)('%s of "hello" is computed, kept and returned', async (algorithm, value) => {
    const key = s3.key(`checksum ${algorithm}`);
    const stored = await put(key, 'hello', { ChecksumAlgorithm: algorithm });
    expect(stored).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await get(key, { ChecksumMode: 'ENABLED' })).toMatchObject({
      [`Checksum${algorithm}`]: value,
      ChecksumType: 'FULL_OBJECT',
    });
  });

  test.each(known)('a wrong %s is refused and nothing is stored', async (algorithm, value) => {
    const key = s3.key(`wrong ${algorithm}`);
    const refused = put(key, 'hallo', { [`Checksum${algorithm}`]: value });
    await expect(refused).rejects.toMatchObject({
      name: 'BadDigest',
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
      $metadata: { httpStatusCode: 400 },
    });
    await missing(key);
  });

  test('a wrong Content-MD5 is refused and nothing is stored', async () => {
    const key = s3.key('wrong md5');
    const contentMd5 = (body: string) => createHash('md5').update(body).digest('base64');
    await put(key, 'hello', { ContentMD5: contentMd5('hello') });
    await expect(put(key, 'hallo', { ContentMD5: contentMd5('hello') })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await expect(put(key, 'hallo', { ContentMD5: 'no digest' })).rejects.toMatchObject({
      name: 'InvalidDigest',
    });
    expect(await text(key)).toBe('hello');
  });

  test('a checksum that is none is an invalid request', async () => {
    const refused = put(s3.key('no checksum'), 'hello', { ChecksumCRC32: 'short' });
    await expect(refused).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: 'Value for x-amz-checksum-crc32 header is invalid.',
    });
  });

  test('a stream in pieces below 8 KB is refused, unless the client gathers them', async () => {
    const key = s3.key('small pieces');
    const pieces = () => Readable.from([Buffer.alloc(100), Buffer.alloc(100), Buffer.alloc(100)]);
    await expect(put(key, pieces(), { ContentLength: 300 })).rejects.toMatchObject({
      name: 'InvalidChunkSizeError',
    });
    const gathering = s3.connect({ requestStreamBufferSize: 65_536 });
    await gathering.send(
      new PutObjectCommand({ Bucket: s3.bucket, Key: key, Body: pieces(), ContentLength: 300 }),
    );
    expect((await head(key)).ContentLength).toBe(300);
  });
});

describe('a conditional put', () => {
  const precondition = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

  test('with If-None-Match: * creates and never replaces', async () => {
    const key = s3.key('create only');
    await put(key, 'first', { IfNoneMatch: '*' });
    await expect(put(key, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject(precondition);
    expect(await text(key)).toBe('first');
  });

  test('with If-Match replaces only what it names', async () => {
    const key = s3.key('compare and swap');
    const { ETag: first } = await put(key, 'first');
    const { ETag: second } = await put(key, 'second', { IfMatch: first });
    await expect(put(key, 'third', { IfMatch: first })).rejects.toMatchObject(precondition);
    await put(key, 'third', { IfMatch: second });
    expect(await text(key)).toBe('third');
  });

  test('with If-Match on a missing key finds no key', async () => {
    const key = s3.key('swap of nothing');
    await expect(put(key, 'x', { IfMatch: `"${md5('x')}"` })).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('with another If-None-Match is not implemented', async () => {
    const refused = put(s3.key('other tag'), 'x', { IfNoneMatch: `"${md5('x')}"` });
    await expect(refused).rejects.toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    });
  });

  test('of twenty that would create, one wins', async () => {
    const key = s3.key('race to create');
    const attempts = Array.from({ length: 20 }, (_, index) =>
      put(key, `writer ${index}`, { IfNoneMatch: '*' }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const won = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(won).toHaveLength(1);
    // AWS answers a writer it caught in the middle with a conflict instead.
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect([409, 412]).toContain(outcome.reason.$metadata.httpStatusCode);
    }
    expect(await text(key)).toBe(`writer ${won[0]}`);
  });

  test('of twenty that would replace the same version, one wins', async () => {
    const key = s3.key('race to replace');
    const { ETag } = await put(key, 'start');
    const attempts = Array.from({ length: 20 }, (_, index) => put(key, `writer ${index}`, { IfMatch: ETag }));
    const outcomes = await Promise.allSettled(attempts);
    const won = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [index] : []));
    expect(won).toHaveLength(1);
    expect(await text(key)).toBe(`writer ${won[0]}`);
  });
});

describe('a conditional delete', () => {
  const remove = (key: string, etag: string) =>
    s3.client.send(new DeleteObjectCommand({ Bucket: s3.bucket, Key: key, IfMatch: etag }));

  test('deletes only the version it names', async () => {
    const key = s3.key('conditional delete');
    const { ETag } = await put(key, 'x');
    await expect(remove(key, `"${md5('y')}"`)).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await remove(key, ETag ?? '');
    await missing(key);
  });

  test('of a missing key finds no key', async () => {
    await expect(remove(s3.key('never there'), '*')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('a conditional get', () => {
  test('with If-Match returns that version or fails', async () => {
    const key = s3.key('get if match');
    const { ETag } = await put(key, 'x');
    expect(await text(key, { IfMatch: ETag })).toBe('x');
    await expect(get(key, { IfMatch: `"${md5('y')}"` })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('with If-None-Match says that nothing changed', async () => {
    const key = s3.key('get if none match');
    const { ETag } = await put(key, 'x');
    await expect(get(key, { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await text(key, { IfNoneMatch: `"${md5('y')}"` })).toBe('x');
  });

  test('goes by the time of modification', async () => {
    const key = s3.key('get if modified');
    await put(key, 'x');
    const { LastModified } = await head(key);
    const earlier = new Date((LastModified?.getTime() ?? 0) - 1000);
    await expect(get(key, { IfModifiedSince: LastModified })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    expect(await text(key, { IfModifiedSince: earlier })).toBe('x');
    expect(await text(key, { IfUnmodifiedSince: LastModified })).toBe('x');
    await expect(get(key, { IfUnmodifiedSince: earlier })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 412 },
    });
  });

  test('lets a tag decide over a date', async () => {
    const key = s3.key('tag over date');
    const { ETag } = await put(key, 'x');
    const long = new Date('2020-01-01T00:00:00Z');
    expect(await text(key, { IfMatch: ETag, IfUnmodifiedSince: long })).toBe('x');
    await expect(get(key, { IfNoneMatch: ETag, IfModifiedSince: long })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
  });
});

describe('a range', () => {
  let key: string;
  beforeAll(async () => {
    key = s3.key('range');
    await put(key, '0123456789');
  });

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-4', '4', 'bytes 4-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-100', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-100', '89', 'bytes 8-9/10'],
  ])('%s is %j', async (Range, expected, contentRange) => {
    const { Body, ContentRange, ContentLength, $metadata } = await get(key, { Range });
    expect(await Body?.transformToString()).toBe(expected);
    expect({ ContentRange, ContentLength, status: $metadata.httpStatusCode }).toEqual({
      ContentRange: contentRange,
      ContentLength: expected.length,
      status: 206,
    });
  });

  test.each(['bytes=10-', 'bytes=-0', 'bytes=100-200'])('%s cannot be satisfied', async (Range) => {
    await expect(get(key, { Range })).rejects.toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
    });
  });

  test.each(['bytes=5-2', 'lines=1-2', 'bytes=0-1,4-5'])('%s is ignored', async (Range) => {
    const { Body, $metadata } = await get(key, { Range });
    expect(await Body?.transformToString()).toBe('0123456789');
    expect($metadata.httpStatusCode).toBe(200);
  });

  test('of nothing cannot be satisfied', async () => {
    const empty = s3.key('empty range');
    await put(empty, new Uint8Array());
    await expect(get(empty, { Range: 'bytes=0-0' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });
});

describe('a copy', () => {
  const copy = (source: string, key: string, options = {}) =>
    s3.client.send(
      new CopyObjectCommand({
        Bucket: s3.bucket,
        Key: key,
        CopySource: `${s3.bucket}/${source.split('/').map(encodeURIComponent).join('/')}`,
        ...options,
      }),
    );

  test('has the bytes and the metadata of its source', async () => {
    const source = s3.key('copy source ü+%.txt');
    const target = s3.key('copy');
    await put(source, 'original', { ContentType: 'text/plain', Metadata: { a: '1' } });
    const { CopyObjectResult } = await copy(source, target);
    expect(CopyObjectResult?.ETag).toBe(`"${md5('original')}"`);
    expect(await text(target)).toBe('original');
    expect(await head(target)).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' } });
  });

  test('takes new metadata when told to replace it', async () => {
    const key = s3.key('copied onto itself');
    await put(key, 'original', { ContentType: 'text/plain', Metadata: { a: '1' } });
    await expect(copy(key, key)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy(key, key, { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, ContentType: 'text/html' });
    expect(await head(key)).toMatchObject({ ContentType: 'text/html', Metadata: { b: '2' } });
    expect(await text(key)).toBe('original');
  });

  test('is made only when the conditions on its source hold', async () => {
    const source = s3.key('conditional source');
    const target = s3.key('conditional copy');
    const { ETag } = await put(source, 'x');
    const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };
    await expect(copy(source, target, { CopySourceIfMatch: '"other"' })).rejects.toMatchObject(failed);
    await expect(copy(source, target, { CopySourceIfNoneMatch: ETag })).rejects.toMatchObject(failed);
    await missing(target);
    await copy(source, target, { CopySourceIfMatch: ETag });
    expect(await text(target)).toBe('x');
  });

  test('of what is not there finds no key', async () => {
    await expect(copy(s3.key('no source'), s3.key('no copy'))).rejects.toMatchObject({ name: 'NoSuchKey' });
  });
});

describe('deleting many', () => {
  const removeAll = (keys: string[], Quiet?: boolean) =>
    s3.client.send(
      new DeleteObjectsCommand({
        Bucket: s3.bucket,
        Delete: { Objects: keys.map((Key) => ({ Key })), Quiet },
      }),
    );

  test('deletes each key, whatever its characters, and reports them', async () => {
    const keys = ['many/a', 'many/ <&> \r "', 'many/🎉', 'many/ spaces '].map(s3.key);
    for (const key of keys) await put(key, 'x');
    const absent = s3.key('many/absent');
    const { Deleted, Errors } = await removeAll([...keys, absent]);
    expect(Deleted?.map(({ Key }) => Key).sort()).toEqual([...keys, absent].sort());
    expect(Errors).toBeUndefined();
    for (const key of keys) await missing(key);
  });

  test('is silent about successes when asked to be', async () => {
    const key = s3.key('many/quiet');
    await put(key, 'x');
    expect((await removeAll([key], true)).Deleted).toBeUndefined();
    await missing(key);
  });

  test('takes at most 1,000 keys', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => `${s3.prefix}too many/${index}`);
    await expect(removeAll(keys)).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});

describe('errors', () => {
  test('name what was not found', async () => {
    const key = s3.key('nothing here');
    await expect(get(key)).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key: key,
      $metadata: { httpStatusCode: 404 },
    });
    const absent = `absent-${s3.prefix.slice(-37, -1)}`;
    await expect(s3.client.send(new GetObjectCommand({ Bucket: absent, Key: key }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
      message: 'The specified bucket does not exist',
      BucketName: absent,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('have no body when the request was a HEAD, and so no name but the status', async () => {
    await expect(head(s3.key('nothing here'))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    const refused = s3.client.send(
      new HeadObjectCommand({ Bucket: s3.bucket, Key: s3.key('range'), IfMatch: '"other"' }),
    );
    await expect(refused).rejects.not.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('refuse ACLs, which new buckets do not have', async () => {
    await expect(put(s3.key('acl'), 'x', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
  });
});

describe('a bucket', () => {
  test('is found by head, and listed', async () => {
    const { $metadata } = await s3.client.send(new HeadBucketCommand({ Bucket: s3.bucket }));
    expect($metadata.httpStatusCode).toBe(200);
    const { Buckets } = await s3.client.send(new ListBucketsCommand());
    const listed = Buckets?.find(({ Name }) => Name === s3.bucket);
    expect(listed?.CreationDate).toBeInstanceOf(Date);
  });

  test('that is not there is not found by head', async () => {
    const absent = `absent-${s3.prefix.slice(-37, -1)}`;
    await expect(s3.client.send(new HeadBucketCommand({ Bucket: absent }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('in us-east-1 has no location', async () => {
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket: s3.bucket }));
    expect(LocationConstraint).toBeUndefined();
  });

  test.each(['ab', 'Upper', 'under_score', '-dash', 'a..b', '192.168.0.1', 'x'.repeat(64)])(
    'cannot be named %s',
    async (Bucket) => {
      await expect(s3.client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'InvalidBucketName',
      });
    },
  );
});
