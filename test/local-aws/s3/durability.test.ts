import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ObjectStore } from '../../../local-aws/s3/object-store.ts';
import { versionBytes } from './version-bytes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durability-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the writer, kills it with SIGKILL right after its nth acknowledgement, and gives the last version of each key. */
async function writeUntilKilled(
  firstVersion: number,
  acknowledgements: number,
): Promise<Map<string, number>> {
  const script = join(import.meta.dirname, 'endless-writer.ts');
  const writer = spawn(process.execPath, [script, folder, String(firstVersion)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(writer, 'exit');
  const acknowledged = new Map<string, number>();
  let count = 0;
  for await (const line of createInterface(writer.stdout)) {
    const [, key = '', version] = /^(.+) (\d+)$/.exec(line) ?? [];
    acknowledged.set(key, Number(version));
    count += 1;
    if (count === acknowledgements) writer.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  return acknowledged;
}

test('what was acknowledged survives kill -9 at any moment, whole, and nothing half written is left', async () => {
  let firstVersion = 1;
  for (const acknowledgements of [1, 3, 20, 37, 58, 101]) {
    const acknowledged = await writeUntilKilled(firstVersion, acknowledgements);
    const store = new ObjectStore({ folder });
    const { objects } = await store.listObjects({ bucket: 'photos' });
    expect(objects.map(({ key }) => key)).toEqual(expect.arrayContaining([...acknowledged.keys()]));
    for (const { key, etag } of objects) {
      const found = await store.getObject({ bucket: 'photos', key });
      const version = Number(found.userMetadata.version);
      const bytes = await buffer(found.body);
      expect(bytes.equals(versionBytes(version)), `${key} is version ${version}`).toBe(true);
      expect(found.etag).toBe(etag);
      // A write may be complete whose acknowledgement was killed; none may be lost that was acknowledged.
      expect(version).toBeGreaterThanOrEqual(acknowledged.get(key) ?? 0);
      firstVersion = Math.max(firstVersion, version + 1);
    }
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  }
});
