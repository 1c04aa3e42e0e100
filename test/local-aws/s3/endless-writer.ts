import { BodyDigests } from '../../../local-aws/s3/body-digests.ts';
import { ObjectStore } from '../../../local-aws/s3/object-store.ts';
import { versionBytes } from './version-bytes.ts';

/**
 * Writes to the store in argv[2] until it is killed, and says on stdout, one line each, what was acknowledged:
 * `<key> <version>`. Versions of one key go up; version n is `versionBytes(n)`.
 */
const store = new ObjectStore({ folder: process.argv[2] ?? '' });
const firstVersion = Number(process.argv[3]);
await store.createBucket('photos');

async function* inPieces(bytes: Buffer) {
  for (let start = 0; start < bytes.length; start += 16_384) yield bytes.subarray(start, start + 16_384);
}

async function put(key: string, version: number): Promise<void> {
  await store.putObject({
    bucket: 'photos',
    key,
    body: inPieces(versionBytes(version)),
    userMetadata: { version: `${version}` },
  });
}

async function upload(key: string, version: number): Promise<void> {
  const uploadId = await store.createMultipartUpload({
    bucket: 'photos',
    key,
    headers: {},
    userMetadata: { version: `${version}` },
    checksum: { algorithm: 'CRC32', type: 'FULL_OBJECT', declared: false },
  });
  const target = { bucket: 'photos', key, uploadId };
  const part = { ...target, partNumber: 1, checksumDeclared: false };
  const { etag } = await store.uploadPart(
    part,
    inPieces(versionBytes(version)),
    new BodyDigests({ algorithm: 'CRC32' }),
  );
  const parts = [{ partNumber: 1, etag, checksums: {} }];
  await store.completeMultipartUpload({ ...target, parts, expected: {} });
}

async function writeForever(key: string, write: typeof put): Promise<never> {
  for (let version = firstVersion; ; version += 1) {
    await write(key, version);
    process.stdout.write(`${key} ${version}\n`);
  }
}

await Promise.all([
  writeForever('overwritten', put),
  writeForever('also overwritten', put),
  writeForever('uploaded', upload),
]);
