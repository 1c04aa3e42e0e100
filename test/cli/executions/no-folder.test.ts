import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'no-folder-'));
  await writeFile(path.join(home, 'file'), '');
});
afterAll(() => rm(home, { recursive: true }));

test.each([
  ['executions', []],
  ['redrive', []],
  ['reprocess', ['--failed']],
  ['people', []],
  ['forget', ['photo', 'photos-raw/a.jpg', '--yes']],
] as const)('%s makes no data folder of a name that was mistyped', async (name, args) => {
  const { code, stderr } = await runCommand(name, [...args, '--data-dir', 'typo'], { from: home });
  expect(stderr).toBe('error: Expected a data folder, typo does not exist\n');
  expect(code).toBe(2);
  expect(await readdir(home)).toEqual(['file']);
});

test('a data folder that is a file is called one', async () => {
  const { code, stderr } = await runCommand('executions', ['--data-dir', 'file'], { from: home });
  expect(stderr).toBe(
    `error: Expected a folder as data folder, got ${path.join(home, 'file')}: a file is on its path\n`,
  );
  expect(code).toBe(1);
});
