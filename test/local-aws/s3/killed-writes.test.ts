import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createObjectCreatedRule } from '../../../local-aws/object-created-rule.ts';
import { BodyDigests } from '../../../local-aws/s3/body-digests.ts';
import { ObjectStore } from '../../../local-aws/s3/object-store.ts';
import { disturbDisk } from './failing-disk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-writes-'));
});
afterEach(() => rm(folder, { recursive: true }));

const photo = { bucket: 'raw', key: 'photos/a.jpg' };
const source = { bucket: 'raw', key: 'elsewhere.jpg' };

/** One process on the folder: its store, and the keys it has told of. */
function open() {
  const started: string[] = [];
  const store: ObjectStore = new ObjectStore({
    folder: join(folder, 's3'),
    announce: (event) => rule.announce(event),
  });
  const rule = createObjectCreatedRule({
    folder: join(folder, 'events'),
    bucket: 'raw',
    prefix: 'photos/',
    batches: { size: 10, atOnce: 2 },
    isStored: (event) => store.isStored(event),
    invoke: async ({ Records }) => {
      started.push(...Records.map(({ body }) => JSON.parse(body).detail.object.key));
    },
  });
  return { store, rule, started };
}

type Write = (store: ObjectStore) => Promise<unknown>;

async function prepareUpload(store: ObjectStore): Promise<Write> {
  const checksum = { algorithm: 'CRC32', type: 'FULL_OBJECT', declared: false } as const;
  const upload = { ...photo, headers: {}, userMetadata: {}, checksum };
  const target = { ...photo, uploadId: await store.createMultipartUpload(upload) };
  const body = (async function* () {
    yield Buffer.from('a photo');
  })();
  const part = { ...target, partNumber: 1, checksumDeclared: false };
  const { etag } = await store.uploadPart(part, body, new BodyDigests({ algorithm: 'CRC32' }));
  const parts = [{ partNumber: 1, etag, checksums: {} }];
  return (to) => to.completeMultipartUpload({ ...target, parts, expected: {} });
}

const writes: Record<string, (store: ObjectStore) => Promise<Write>> = {
  put: async () => (store) => store.putObject({ ...photo, body: [Buffer.from('a photo')] }),
  copy: async () => async (store) =>
    store.putObject({ ...photo, body: (await store.getObject(source)).body }),
  'completed upload': prepareUpload,
};

/** Does a write, killed before the nth change of the disk; says how many changes there were, and what had started. */
async function killBefore(change: number, prepare: (store: ObjectStore) => Promise<Write>) {
  const { store, started } = open();
  await store.createBucket('raw');
  await store.putObject({ ...source, body: [Buffer.from('a photo')] });
  const write = await prepare(store);
  using disk = disturbDisk((count) => (count === change ? 'killed' : null));
  // Some are killed in a way that they notice.
  const ended = write(store).then(
    () => true,
    () => true,
  );
  while (disk.changes < change && !(await Promise.race([ended, setImmediate(false)])));
  return { write, started, over: disk.changes < change };
}

describe.each(Object.entries(writes))('a %s that is killed', (_, prepare) => {
  test('leaves its object with its event or neither, and can be done again', async () => {
    // What a process says of itself after its end.
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const outcomes = new Set<string>();
    for (let change = 1; ; change += 1) {
      await rm(folder, { recursive: true });
      const killed = await killBefore(change, prepare);
      if (killed.over) break;
      const { store, rule, started } = open();
      await rule.deliverLeftOver();
      const there = (await store.listObjects(photo)).objects.some(({ key }) => key === photo.key);
      const at = `killed before change ${change}`;
      if (there) await vi.waitFor(() => expect([...killed.started, ...started], at).toContain(photo.key));
      else expect([...killed.started, ...started], at).toEqual([]);
      outcomes.add(there ? 'stored' : 'not stored');
      await killed.write(store);
      await vi.waitFor(() => expect([...killed.started, ...started], at).toContain(photo.key));
    }
    expect(outcomes).toEqual(new Set(['stored', 'not stored']));
    log.mockRestore();
  });
});
