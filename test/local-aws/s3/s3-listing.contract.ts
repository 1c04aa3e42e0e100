import {
  type _Object,
  ListObjectsCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type S3UnderTest, startS3UnderTest } from './s3-under-test.ts';

let s3: S3UnderTest;
beforeAll(async () => {
  s3 = await startS3UnderTest();
});
afterAll(() => s3.stop());

type List = Omit<ListObjectsV2CommandInput, 'Bucket' | 'Prefix'>;

/** Lists under the test's own prefix, and gives names without it. */
async function list(folder: string, options: List = {}) {
  const Prefix = s3.prefix + folder;
  const answer = await s3.client.send(new ListObjectsV2Command({ Bucket: s3.bucket, Prefix, ...options }));
  const short = (key = '') => key.slice(Prefix.length);
  return {
    ...answer,
    keys: answer.Contents?.map(({ Key }) => short(Key)) ?? [],
    prefixes: answer.CommonPrefixes?.map((common) => short(common.Prefix)) ?? [],
  };
}

async function putAll(folder: string, names: readonly string[]): Promise<void> {
  const put = (name: string) =>
    s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: s3.key(folder + name), Body: name }));
  for (let index = 0; index < names.length; index += 50)
    await Promise.all(names.slice(index, index + 50).map(put));
}

const utf8Order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('a listing', () => {
  test('is in the order of the UTF-8 bytes of the keys', async () => {
    // U+FF5E sorts before U+1F389 by bytes, and behind it by UTF-16 units.
    const names = [
      'b',
      'a',
      'B',
      'a/b',
      'a-b',
      '～',
      '🎉',
      'é',
      'e\u0301',
      'a b',
      'a+b',
      '10',
      '9',
      '//',
      '/',
    ];
    await putAll('order/', names);
    expect((await list('order/')).keys).toEqual([...names].sort(utf8Order));
  });

  test('says of each object what head says', async () => {
    await putAll('entry/', ['hello']);
    const [entry]: _Object[] = (await list('entry/')).Contents ?? [];
    expect(entry).toMatchObject({
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
      Size: 5,
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
    });
    expect(entry?.LastModified).toBeInstanceOf(Date);
    expect(entry?.Owner).toBeUndefined();
  });

  test('names the owner when asked to', async () => {
    await putAll('owner/', ['x']);
    const { Contents } = await list('owner/', { FetchOwner: true });
    expect(Contents?.[0]?.Owner?.ID).toEqual(expect.any(String));
  });

  test('of nothing is empty', async () => {
    const { KeyCount, IsTruncated, keys } = await list('nothing/');
    expect({ KeyCount, IsTruncated, keys }).toEqual({ KeyCount: 0, IsTruncated: false, keys: [] });
  });

  test('shows a put and a delete at once', async () => {
    await putAll('fresh/', ['a', 'b']);
    expect((await list('fresh/')).keys).toEqual(['a', 'b']);
    await putAll('fresh/', ['aa', 'a']);
    expect((await list('fresh/')).keys).toEqual(['a', 'aa', 'b']);
  });

  test('of a bucket that is not there finds no bucket', async () => {
    const Bucket = `absent-${s3.prefix.slice(-37, -1)}`;
    await expect(s3.client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

describe('a listing in pages', () => {
  const names = Array.from({ length: 1234 }, (_, index) => `photo ${index} ü.jpg`);
  beforeAll(() => putAll('pages/', names));

  test('has at most 1,000 keys a page', async () => {
    const first = await list('pages/', { MaxKeys: 5000 });
    expect({ count: first.KeyCount, max: first.MaxKeys, truncated: first.IsTruncated }).toEqual({
      count: 1000,
      max: 1000,
      truncated: true,
    });
    const second = await list('pages/', { ContinuationToken: first.NextContinuationToken });
    expect({ count: second.KeyCount, truncated: second.IsTruncated }).toEqual({
      count: 234,
      truncated: false,
    });
    expect(second.NextContinuationToken).toBeUndefined();
    expect([...first.keys, ...second.keys]).toEqual([...names].sort(utf8Order));
  });

  test('gives every key once, whatever the size of the pages', async () => {
    const pages = paginateListObjectsV2(
      { client: s3.client, pageSize: 100 },
      { Bucket: s3.bucket, Prefix: `${s3.prefix}pages/` },
    );
    const keys: string[] = [];
    for await (const page of pages) keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    expect(keys).toEqual(names.map((name) => s3.key(`pages/${name}`)).sort(utf8Order));
  });

  test('that ends with a full page is not truncated', async () => {
    await putAll('full page/', ['a', 'b', 'c', 'd']);
    const { keys, IsTruncated } = await list('full page/', { MaxKeys: 4 });
    expect({ keys, IsTruncated }).toEqual({ keys: ['a', 'b', 'c', 'd'], IsTruncated: false });
  });

  test('of no keys is empty and not truncated', async () => {
    const { keys, IsTruncated } = await list('pages/', { MaxKeys: 0 });
    expect({ keys, IsTruncated }).toEqual({ keys: [], IsTruncated: false });
  });

  test('refuses a token it never gave', async () => {
    await expect(list('pages/', { ContinuationToken: 'made up' })).rejects.toMatchObject({
      name: 'InvalidArgument',
      message: 'The continuation token provided is incorrect',
    });
  });

  test('refuses a page size below nothing', async () => {
    await expect(list('pages/', { MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('a listing that starts after a key', () => {
  beforeAll(() => putAll('after/', ['a', 'b', 'c/1', 'c/2', 'd']));
  const startingAfter = (name: string, options: List = {}) =>
    list('after/', { StartAfter: `${s3.prefix}after/${name}`, ...options });

  test('leaves the key itself out', async () => {
    expect((await startingAfter('b')).keys).toEqual(['c/1', 'c/2', 'd']);
  });

  test('may start after a key that is not there', async () => {
    expect((await startingAfter('bb')).keys).toEqual(['c/1', 'c/2', 'd']);
  });

  test('goes by its token once it has one', async () => {
    const first = await startingAfter('a', { MaxKeys: 2 });
    expect(first.keys).toEqual(['b', 'c/1']);
    const second = await startingAfter('a', { ContinuationToken: first.NextContinuationToken });
    expect(second.keys).toEqual(['c/2', 'd']);
  });
});

describe('a listing with a delimiter', () => {
  const names = ['a', 'b/1', 'b/2', 'b/c/3', 'd', 'e/', 'f//4', 'ö/5', 'ö/6'];
  beforeAll(() => putAll('tree/', names));

  test('rolls up what lies deeper', async () => {
    const { keys, prefixes, KeyCount } = await list('tree/', { Delimiter: '/' });
    expect({ keys, prefixes, KeyCount }).toEqual({
      keys: ['a', 'd'],
      prefixes: ['b/', 'e/', 'f/', 'ö/'],
      KeyCount: 6,
    });
  });

  test('goes into a folder by its prefix', async () => {
    const { keys, prefixes } = await list('tree/b/', { Delimiter: '/' });
    expect({ keys, prefixes }).toEqual({ keys: ['1', '2'], prefixes: ['c/'] });
    expect((await list('tree/f/', { Delimiter: '/' })).prefixes).toEqual(['/']);
    expect((await list('tree/e/', { Delimiter: '/' })).keys).toEqual(['']);
  });

  test('counts a folder as one, and gives each once, over pages of one', async () => {
    const seen: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list('tree/', { Delimiter: '/', MaxKeys: 1, ContinuationToken });
      expect(page.KeyCount).toBe(1);
      seen.push(...page.keys, ...page.prefixes);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(['a', 'b/', 'd', 'e/', 'f/', 'ö/']);
  });

  test('may be cut by more than one character', async () => {
    expect((await list('tree/', { Delimiter: '/c/' })).prefixes).toEqual(['b/c/']);
  });
});

describe('a listing encoded for URLs', () => {
  test('encodes as forms do, except slashes', async () => {
    const names = ['a b+c/(d)~.jpg', 'ü/\u0001'];
    await putAll('encoded/', names);
    const answer = await s3.client.send(
      new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: `${s3.prefix}encoded/`, EncodingType: 'url' }),
    );
    expect(answer.EncodingType).toBe('url');
    expect(answer.Contents?.map(({ Key }) => Key)).toEqual([
      `${s3.prefix}encoded/a+b%2Bc/%28d%29%7E.jpg`,
      `${s3.prefix}encoded/%C3%BC/%01`,
    ]);
  });
});

describe('a listing of the older kind', () => {
  beforeAll(() => putAll('older/', ['a', 'b/1', 'b/2', 'c', 'd']));
  const older = (options: { Marker?: string; MaxKeys?: number; Delimiter?: string }) =>
    s3.client.send(new ListObjectsCommand({ Bucket: s3.bucket, Prefix: `${s3.prefix}older/`, ...options }));

  test('goes on after the marker it is given', async () => {
    const first = await older({ MaxKeys: 2 });
    expect({ truncated: first.IsTruncated, next: first.NextMarker }).toEqual({
      truncated: true,
      next: undefined,
    });
    const second = await older({ Marker: first.Contents?.at(-1)?.Key });
    expect(second.Contents?.map(({ Key }) => Key?.slice(s3.prefix.length))).toEqual([
      'older/b/2',
      'older/c',
      'older/d',
    ]);
  });

  test('with a delimiter gives the marker itself, also when it is a folder', async () => {
    const first = await older({ MaxKeys: 2, Delimiter: '/' });
    expect(first.NextMarker).toBe(`${s3.prefix}older/b/`);
    const second = await older({ Marker: first.NextMarker, Delimiter: '/' });
    expect(second.Contents?.map(({ Key }) => Key?.slice(s3.prefix.length))).toEqual(['older/c', 'older/d']);
    expect(second.CommonPrefixes).toBeUndefined();
  });
});
