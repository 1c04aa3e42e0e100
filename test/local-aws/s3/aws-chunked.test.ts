import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn, rawRequest } from './raw-request.ts';
import { type LocalS3, startLocalS3 } from './s3-under-test.ts';

let s3: LocalS3;
beforeAll(async () => {
  s3 = await startLocalS3();
});
afterAll(() => s3.stop());

const unsigned = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const signature = 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648';

const crc32Of = (body: string | Uint8Array) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};

/** As the AWS CLI sends an upload: chunks of 1 MiB, then a trailer with a CRC32. */
function asTheCliSends(body: Uint8Array): { headers: Record<string, string>; body: Uint8Array[] } {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < body.length; start += 1_048_576) {
    const chunk = body.subarray(start, start + 1_048_576);
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`0\r\nx-amz-checksum-crc32:${crc32Of(body)}\r\n\r\n`));
  return { headers: chunkedHeaders(body.length), body: chunks };
}

const chunkedHeaders = (length: number, trailer = 'x-amz-checksum-crc32', contentSha256 = unsigned) => ({
  'content-encoding': 'aws-chunked',
  'x-amz-content-sha256': contentSha256,
  'x-amz-decoded-content-length': String(length),
  ...(trailer === '' ? {} : { 'x-amz-trailer': trailer }),
});

const put = (key: string, headers: Record<string, string>, body: readonly (string | Uint8Array)[]) =>
  rawRequest(s3.port, { method: 'PUT', target: `/${s3.bucket}/${key}`, headers, body });

const stored = async (key: string) =>
  buffer((await s3.service.store.getObject({ bucket: s3.bucket, key })).body);

const expectNothingStored = (key: string) =>
  expect(s3.service.store.headObject({ bucket: s3.bucket, key })).rejects.toMatchObject({
    name: 'NoSuchKey',
  });

describe('an upload in aws-chunked encoding', () => {
  test('of 25 MB, as the AWS CLI sends it, is stored without its framing', async () => {
    const bytes = randomBytes(25_000_000);
    const { headers, body } = asTheCliSends(bytes);
    const answer = await put('cli', headers, body);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-amz-checksum-crc32']).toBe(crc32Of(bytes));
    expect((await stored('cli')).equals(bytes)).toBe(true);
    const { headers: kept } = await s3.service.store.headObject({ bucket: s3.bucket, key: 'cli' });
    expect(kept).not.toHaveProperty('content-encoding');
  });

  test('may arrive cut anywhere', async () => {
    const encoded = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc32Of('hello')}\r\n\r\n`;
    for (let cut = 1; cut < encoded.length; cut += 1) {
      const answer = await put('cut', chunkedHeaders(5), [encoded.slice(0, cut), encoded.slice(cut)]);
      expect(answer.status, `cut after ${encoded.slice(0, cut)}`).toBe(200);
    }
    await put('cut', chunkedHeaders(5), [...encoded]);
    expect((await stored('cut')).toString()).toBe('hello');
  });

  test('may be empty', async () => {
    const answer = await put('empty', chunkedHeaders(0), [
      `0\r\nx-amz-checksum-crc32:${crc32Of('')}\r\n\r\n`,
    ]);
    expect(answer.status).toBe(200);
    expect((await stored('empty')).length).toBe(0);
  });

  test('may have signed chunks, whose signatures are not stored', async () => {
    const first = 'a'.repeat(8192);
    const body = `2000;chunk-signature=${signature}\r\n${first}\r\n5;chunk-signature=${signature}\r\nhello\r\n0;chunk-signature=${signature}\r\n\r\n`;
    expect((await put('signed', chunkedHeaders(8197, '', signed), [body])).status).toBe(200);
    expect((await stored('signed')).toString()).toBe(`${first}hello`);
  });

  test('may have signed chunks and a signed trailer', async () => {
    const body = `5;chunk-signature=${signature}\r\nhello\r\n0;chunk-signature=${signature}\r\nx-amz-checksum-crc32:${crc32Of('hello')}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
    const headers = chunkedHeaders(5, 'x-amz-checksum-crc32', `${signed}-TRAILER`);
    expect((await put('signed-trailer', headers, [body])).status).toBe(200);
    expect((await stored('signed-trailer')).toString()).toBe('hello');
  });

  test.each([
    ['crc32', 'NhCmhg=='],
    ['crc32c', 'mnG7TA=='],
    ['crc64nvme', 'M3eFcAZSQlc='],
    ['sha1', 'qvTGHdzF6KLavt4PO0gs2a6pQ00='],
    ['sha256', 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ='],
  ])('is verified by a %s in its trailer', async (algorithm, value) => {
    const name = `x-amz-checksum-${algorithm}`;
    const send = (key: string, body: string) =>
      put(key, chunkedHeaders(5, name), [`5\r\n${body}\r\n0\r\n${name}:${value}\r\n\r\n`]);
    expect((await send(algorithm, 'hello')).headers[name]).toBe(value);
    const refused = await send(`wrong-${algorithm}`, 'hallo');
    expect([refused.status, codeIn(refused.body)]).toEqual([400, 'BadDigest']);
    await expectNothingStored(`wrong-${algorithm}`);
  });

  test('keeps any other content encoding', async () => {
    const { headers, body } = asTheCliSends(Buffer.from('hello'));
    await put('gzip', { ...headers, 'content-encoding': 'gzip, aws-chunked' }, body);
    const { headers: kept } = await s3.service.store.headObject({ bucket: s3.bucket, key: 'gzip' });
    expect(kept['content-encoding']).toBe('gzip');
  });
});

describe('an upload that is not what it says is refused, and nothing is stored,', () => {
  const trailer = `x-amz-checksum-crc32:${crc32Of('hello')}`;
  const refused: [string, string, number, string][] = [
    ['when its body is shorter than declared', `5\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 6, 'IncompleteBody'],
    ['when its body is longer than declared', `5\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 4, 'IncompleteBody'],
    ['when it is not chunked at all', 'hello', 5, 'IncompleteBody'],
    ['when a chunk has no size', `\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 5, 'IncompleteBody'],
    ['when a size is no number', `five\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 5, 'IncompleteBody'],
    ['when a size is negative', `-5\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 5, 'IncompleteBody'],
    ['when a size is enormous', `ffffffffffff\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 5, 'IncompleteBody'],
    ['when a size line has no end', '5'.repeat(5000), 5, 'IncompleteBody'],
    ['when a chunk is longer than its size', `3\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 5, 'IncompleteBody'],
    ['when a chunk is shorter than its size', `9\r\nhello\r\n0\r\n${trailer}\r\n\r\n`, 9, 'IncompleteBody'],
    ['when it ends after a chunk', '5\r\nhello\r\n', 5, 'IncompleteBody'],
    ['when it ends before its trailer does', `5\r\nhello\r\n0\r\n${trailer}\r\n`, 5, 'IncompleteBody'],
    ['when something follows its end', `5\r\nhello\r\n0\r\n${trailer}\r\n\r\nmore`, 5, 'IncompleteBody'],
    ['when its trailer is missing', '5\r\nhello\r\n0\r\n\r\n', 5, 'MalformedTrailerError'],
    ['when its trailer has no name', '5\r\nhello\r\n0\r\n:NhCmhg==\r\n\r\n', 5, 'MalformedTrailerError'],
    ['when its trailer has no colon', '5\r\nhello\r\n0\r\nNhCmhg==\r\n\r\n', 5, 'MalformedTrailerError'],
    [
      'when its trailer is not the announced one',
      '5\r\nhello\r\n0\r\nx-amz-checksum-sha1:qvTGHdzF6KLavt4PO0gs2a6pQ00=\r\n\r\n',
      5,
      'MalformedTrailerError',
    ],
    [
      'when its trailer comes twice',
      `5\r\nhello\r\n0\r\n${trailer}\r\n${trailer}\r\n\r\n`,
      5,
      'MalformedTrailerError',
    ],
    [
      'when its trailer is no checksum',
      '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:hello\r\n\r\n',
      5,
      'InvalidRequest',
    ],
  ];

  test.each(refused)('%s', async (_, body, length, code) => {
    const answer = await put('refused', chunkedHeaders(length), [body]);
    expect([answer.status, codeIn(answer.body)]).toEqual([400, code]);
    await expectNothingStored('refused');
  });

  test('when a chunk before the last has less than 8 KB', async () => {
    const answer = await put('refused', chunkedHeaders(10), [
      `5\r\nhello\r\n5\r\nworld\r\n0\r\n${trailer}\r\n\r\n`,
    ]);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('<Code>InvalidChunkSizeError</Code>');
    expect(answer.body).toContain('<Chunk>2</Chunk><BadChunkSize>5</BadChunkSize>');
    await expectNothingStored('refused');
  });

  test('when chunks that should be signed are not', async () => {
    const answer = await put('refused', chunkedHeaders(5, '', signed), ['5\r\nhello\r\n0\r\n\r\n']);
    expect(codeIn(answer.body)).toBe('IncompleteBody');
    await expectNothingStored('refused');
  });

  test.each<[string, Record<string, string>, number, string]>([
    [
      'without the length of what it holds',
      { 'x-amz-content-sha256': unsigned },
      411,
      'MissingContentLength',
    ],
    [
      'with a content hash that is none',
      { 'x-amz-content-sha256': 'STREAMING-SOMETHING', 'content-length': '5' },
      400,
      'InvalidArgument',
    ],
    [
      'in aws-chunked encoding without saying which',
      { 'content-encoding': 'aws-chunked' },
      400,
      'InvalidArgument',
    ],
    ['with HTTP’s own chunks', { 'transfer-encoding': 'chunked' }, 501, 'NotImplemented'],
    ['with a trailer that is no checksum', { ...chunkedHeaders(5, 'x-amz-meta-a') }, 400, 'InvalidRequest'],
    [
      'with a trailer it has no room for',
      { 'x-amz-trailer': 'x-amz-checksum-crc32' },
      400,
      'MalformedTrailerError',
    ],
    [
      'with two checksums',
      { 'x-amz-checksum-crc32': 'NhCmhg==', 'x-amz-checksum-sha1': 'qvTGHdzF6KLavt4PO0gs2a6pQ00=' },
      400,
      'InvalidRequest',
    ],
    ['with an algorithm and no checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 400, 'InvalidRequest'],
    [
      'with the checksum of another algorithm',
      { 'x-amz-sdk-checksum-algorithm': 'SHA1', 'x-amz-checksum-crc32': 'NhCmhg==' },
      400,
      'InvalidRequest',
    ],
    ['with an algorithm S3 does not know', { 'x-amz-checksum-crc16': 'NhCmhg==' }, 400, 'InvalidRequest'],
    ['with an algorithm not verified here', { 'x-amz-checksum-xxhash64': 'NhCmhg==' }, 501, 'NotImplemented'],
    ['with tags', { 'x-amz-tagging': 'a=b' }, 501, 'NotImplemented'],
    [
      'with a key of its own to encrypt',
      { 'x-amz-server-side-encryption': 'aws:kms' },
      501,
      'NotImplemented',
    ],
    ['into an archive', { 'x-amz-storage-class': 'GLACIER' }, 501, 'NotImplemented'],
    ['into somebody else’s bucket', { 'x-amz-expected-bucket-owner': '111122223333' }, 403, 'AccessDenied'],
  ])('when it comes %s', async (_, headers, status, code) => {
    const answer = await put('refused', headers, ['hello']);
    expect([answer.status, codeIn(answer.body)]).toEqual([status, code]);
    await expectNothingStored('refused');
  });

  test('when its content hash is another body’s', async () => {
    const hash = createHash('sha256').update('hello').digest('hex');
    expect((await put('hashed', { 'x-amz-content-sha256': hash }, ['hello'])).status).toBe(200);
    const answer = await put('refused', { 'x-amz-content-sha256': hash }, ['hallo']);
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'XAmzContentSHA256Mismatch']);
    await expectNothingStored('refused');
  });

  test('when it is larger than 5 GB', async () => {
    const answer = await put('refused', { ...chunkedHeaders(5 * 1024 ** 3 + 1) }, ['0\r\n\r\n']);
    expect([answer.status, codeIn(answer.body)]).toEqual([400, 'EntityTooLarge']);
  });
});
