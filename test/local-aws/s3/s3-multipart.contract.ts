import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  type CompleteMultipartUploadCommandInput,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3UnderTest, startS3UnderTest } from './s3-under-test.ts';

let s3: S3UnderTest;
beforeAll(async () => {
  s3 = await startS3UnderTest();
});
afterAll(() => s3.stop());

const mebibyte = 1024 * 1024;
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

interface Upload {
  Bucket: string;
  Key: string;
  UploadId: string;
}

type Create = Omit<CreateMultipartUploadCommandInput, 'Bucket' | 'Key'>;
async function create(name: string, options: Create = {}): Promise<Upload> {
  const target = { Bucket: s3.bucket, Key: s3.key(name) };
  const { UploadId = '' } = await s3.client.send(new CreateMultipartUploadCommand({ ...target, ...options }));
  return { ...target, UploadId };
}

async function upload(to: Upload, PartNumber: number, Body: Uint8Array): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await s3.client.send(new UploadPartCommand({ ...to, PartNumber, Body }));
  return { PartNumber, ETag, ChecksumCRC32 };
}

type Complete = Omit<CompleteMultipartUploadCommandInput, 'Bucket' | 'Key' | 'UploadId' | 'MultipartUpload'>;
const complete = (to: Upload, Parts: CompletedPart[], options: Complete = {}) =>
  s3.client.send(new CompleteMultipartUploadCommand({ ...to, MultipartUpload: { Parts }, ...options }));

async function content({ Bucket, Key }: Upload): Promise<Buffer> {
  const { Body } = await s3.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const missing = ({ Bucket, Key }: Upload) =>
  expect(s3.client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });

describe('a multipart upload', () => {
  test('of 25 MB comes back byte for byte, with the tag of its parts', async () => {
    const to = await create('25 MB in parts', { ContentType: 'image/png', Metadata: { a: '1' } });
    const bytes = randomBytes(25_000_000);
    const pieces = Array.from({ length: 5 }, (_, index) =>
      bytes.subarray(index * 5.5e6, (index + 1) * 5.5e6),
    );
    const parts = await Promise.all(pieces.map((piece, index) => upload(to, index + 1, piece)));
    const { ETag } = await complete(to, parts);
    expect(ETag).toBe(`"${md5(Buffer.concat(pieces.map(md5))).toString('hex')}-5"`);
    expect((await content(to)).equals(bytes)).toBe(true);
    const { Bucket, Key } = to;
    expect(await s3.client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({
      ETag,
      ContentLength: 25_000_000,
      ContentType: 'image/png',
      Metadata: { a: '1' },
    });
  });

  test('shows no object before it is completed', async () => {
    const to = await create('not yet');
    await upload(to, 1, Buffer.from('x'));
    await missing(to);
    const { Contents } = await s3.client.send(
      new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: to.Key }),
    );
    expect(Contents).toBeUndefined();
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });

  test('may be of one small part, and skip part numbers', async () => {
    const to = await create('one part');
    const part = await upload(to, 7, Buffer.from('small'));
    const { ETag } = await complete(to, [part]);
    expect(ETag).toMatch(/-1"$/);
    expect((await content(to)).toString()).toBe('small');
  });

  test('takes the last of what was sent under one part number, and only the parts it lists', async () => {
    const to = await create('replaced part');
    await upload(to, 1, Buffer.from('first'));
    const part = await upload(to, 1, Buffer.from('second'));
    await upload(to, 2, Buffer.from('left out'));
    await complete(to, [part]);
    expect((await content(to)).toString()).toBe('second');
  });

  test('replaces the object that was there', async () => {
    const to = await create('was there');
    await s3.client.send(new PutObjectCommand({ Bucket: to.Bucket, Key: to.Key, Body: 'before' }));
    await complete(to, [await upload(to, 1, Buffer.from('after'))]);
    expect((await content(to)).toString()).toBe('after');
  });

  test('may be made of ranges of other objects', async () => {
    const source = s3.key('source of parts');
    await s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: source, Body: '0123456789' }));
    const to = await create('copied part');
    const { CopyPartResult } = await s3.client.send(
      new UploadPartCopyCommand({
        ...to,
        PartNumber: 1,
        CopySource: `${s3.bucket}/${encodeURIComponent(source)}`,
        CopySourceRange: 'bytes=2-5',
      }),
    );
    await complete(to, [
      { PartNumber: 1, ETag: CopyPartResult?.ETag, ChecksumCRC32: CopyPartResult?.ChecksumCRC32 },
    ]);
    expect((await content(to)).toString()).toBe('2345');
  });

  test('keeps to the conditions it is completed with', async () => {
    const to = await create('conditional completion');
    const part = await upload(to, 1, Buffer.from('x'));
    await s3.client.send(new PutObjectCommand({ Bucket: to.Bucket, Key: to.Key, Body: 'before' }));
    await expect(complete(to, [part], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect((await content(to)).toString()).toBe('before');
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });
});

describe('the parts of an upload', () => {
  test('are listed in pages, by number', async () => {
    const to = await create('listed');
    for (const number of [3, 1, 2]) await upload(to, number, Buffer.alloc(number));
    const first = await s3.client.send(new ListPartsCommand({ ...to, MaxParts: 2 }));
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect({ truncated: first.IsTruncated, next: first.NextPartNumberMarker }).toEqual({
      truncated: true,
      next: '2',
    });
    const second = await s3.client.send(
      new ListPartsCommand({ ...to, PartNumberMarker: first.NextPartNumberMarker }),
    );
    expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([3]);
    expect(second.IsTruncated).toBe(false);
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });

  test('are numbered from 1 to 10,000', async () => {
    const to = await create('numbers');
    await upload(to, 10_000, Buffer.from('x'));
    for (const number of [0, 10_001]) {
      await expect(upload(to, number, Buffer.from('x'))).rejects.toMatchObject({
        name: 'InvalidArgument',
        message: 'Part number must be an integer between 1 and 10000, inclusive',
      });
    }
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });

  test('have at least 5 MiB, but for the last', async () => {
    const to = await create('too small');
    const parts = [
      await upload(to, 1, Buffer.alloc(5 * mebibyte - 1)),
      await upload(to, 2, Buffer.from('x')),
    ];
    await expect(complete(to, parts)).rejects.toMatchObject({ name: 'EntityTooSmall' });
    parts[0] = await upload(to, 1, Buffer.alloc(5 * mebibyte));
    await complete(to, parts);
    expect((await content(to)).length).toBe(5 * mebibyte + 1);
  });

  test('must be listed in order', async () => {
    const to = await create('out of order');
    const parts = [await upload(to, 1, Buffer.alloc(5 * mebibyte)), await upload(to, 2, Buffer.from('x'))];
    await expect(complete(to, parts.toReversed())).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await s3.client.send(new AbortMultipartUploadCommand(to));
    await missing(to);
  });

  test('must be the ones that were sent', async () => {
    const to = await create('unknown part');
    const part = await upload(to, 1, Buffer.from('x'));
    const other = `"${md5(Buffer.from('y')).toString('hex')}"`;
    await expect(complete(to, [{ ...part, ETag: other }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(to, [{ ...part, PartNumber: 2 }])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(to, [{ ...part, ChecksumCRC32: 'AAAAAA==' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await complete(to, [part]);
  });

  test('must be listed', async () => {
    const to = await create('no parts');
    await upload(to, 1, Buffer.from('x'));
    await expect(complete(to, [])).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });
});

describe('an upload that is over', () => {
  const gone = { name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } };

  test('takes nothing more after it was aborted', async () => {
    const to = await create('aborted');
    const part = await upload(to, 1, Buffer.from('x'));
    await s3.client.send(new AbortMultipartUploadCommand(to));
    await expect(upload(to, 2, Buffer.from('y'))).rejects.toMatchObject(gone);
    await expect(complete(to, [part])).rejects.toMatchObject(gone);
    await expect(s3.client.send(new ListPartsCommand(to))).rejects.toMatchObject(gone);
    await missing(to);
  });

  test('takes nothing more after it was completed', async () => {
    const to = await create('completed');
    await complete(to, [await upload(to, 1, Buffer.from('x'))]);
    await expect(upload(to, 2, Buffer.from('y'))).rejects.toMatchObject(gone);
  });

  // Measured on AWS by the reporters of minio/minio#13318 and adobe/S3Mock#2586.
  test('gives the same answer to the same completion again', async () => {
    const to = await create('completed twice');
    const part = await upload(to, 1, Buffer.from('x'));
    const { ETag } = await complete(to, [part]);
    expect(await complete(to, [part])).toMatchObject({ ETag });
    const other = { ...part, ETag: '"00000000000000000000000000000000"' };
    await expect(complete(to, [other])).rejects.toMatchObject(gone);
  });

  test.each(['no-such-upload', '../../buckets', '0'.repeat(32)])(
    'was never there as %s',
    async (UploadId) => {
      const to = { Bucket: s3.bucket, Key: s3.key('never'), UploadId };
      await expect(upload(to, 1, Buffer.from('x'))).rejects.toMatchObject(gone);
    },
  );

  test('is another key’s', async () => {
    const to = await create('own key');
    await expect(upload({ ...to, Key: s3.key('other key') }, 1, Buffer.from('x'))).rejects.toMatchObject(
      gone,
    );
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });
});

describe('the checksum of an upload', () => {
  const base64 = (value: number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return bytes;
  };
  const first = Buffer.alloc(5 * mebibyte, 'a');
  const second = Buffer.from('b');

  test('is composed of those of its parts', async () => {
    const to = await create('composite', { ChecksumAlgorithm: 'CRC32' });
    const parts = [await upload(to, 1, first), await upload(to, 2, second)];
    const expected = base64(crc32(Buffer.concat([base64(crc32(first)), base64(crc32(second))]))).toString(
      'base64',
    );
    expect(await complete(to, parts)).toMatchObject({
      ChecksumCRC32: `${expected}-2`,
      ChecksumType: 'COMPOSITE',
    });
  });

  test('covers the whole object when asked to, and is verified then', async () => {
    const to = await create('full object', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await upload(to, 1, first), await upload(to, 2, second)];
    const expected = base64(crc32(Buffer.concat([first, second]))).toString('base64');
    const options = { ChecksumType: 'FULL_OBJECT' } as const;
    await expect(complete(to, parts, { ...options, ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    await missing(to);
    expect(await complete(to, parts, { ...options, ChecksumCRC32: expected })).toMatchObject({
      ChecksumCRC32: expected,
      ChecksumType: 'FULL_OBJECT',
    });
  });

  test('when composite wants every part’s in the list', async () => {
    const to = await create('missing checksum', { ChecksumAlgorithm: 'CRC32' });
    const { PartNumber, ETag } = await upload(to, 1, second);
    await expect(complete(to, [{ PartNumber, ETag }])).rejects.toMatchObject({
      name: 'InvalidRequest',
      message:
        'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
    });
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });

  test('is of one algorithm for all parts', async () => {
    const to = await create('other algorithm', { ChecksumAlgorithm: 'SHA256' });
    await expect(
      s3.client.send(
        new UploadPartCommand({ ...to, PartNumber: 1, Body: second, ChecksumAlgorithm: 'CRC32' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRequest' });
    await s3.client.send(new AbortMultipartUploadCommand(to));
  });

  test('cannot be a SHA of the whole object', async () => {
    const refused = create('whole sha', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' });
    await expect(refused).rejects.toMatchObject({ name: 'InvalidRequest' });
  });
});
