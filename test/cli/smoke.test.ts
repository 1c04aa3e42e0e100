import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { deployForSmoke } from '../operations/smoke/smoke-run.ts';
import { runCommand } from './run-command.ts';

test('the command starts an execution by hand where no cloud runs', { timeout: 300_000 }, async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'smoke-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const { code, stdout, stderr } = await runCommand('smoke', ['--data-dir', dataDir]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^✔ started {3}\S+, by hand {2}[\d.]+ s$/m);
  expect(stdout).toMatch(/^✔ record {4}MATCHED, 3 faces: 3 unknown {2}[\d.]+ s$/m);
  expect(stdout).toMatch(/^✔ clean-up {2}removed the photo, 3 crops and the record {2}[\d.]+ s$/m);
  expect(code).toBe(0);
});

test('the command says where to look when a step failed, with exit code 1', async () => {
  const { deployed } = await deployForSmoke();
  deployed.inject({ service: 's3', error: { name: 'AccessDenied', message: 'No', status: 403 } });
  const { dataDir } = deployed.cloud;
  const { code, stdout, stderr } = await runCommand('smoke', ['--data-dir', dataDir]);
  expect(stdout).toContain('✖ upload    AccessDenied: No');
  expect(stderr).toBe(
    `What may be wrong: npm run doctor -- --data-dir ${dataDir}\nWhat happened: npm run executions -- --data-dir ${dataDir}\n`,
  );
  expect(code).toBe(1);
});

test('the command leaves everything where it is with --keep', async () => {
  const { deployed } = await deployForSmoke();
  const { code, stdout } = await runCommand('smoke', ['--keep', '--data-dir', deployed.cloud.dataDir]);
  expect(stdout).toMatch(/^✔ clean-up {2}kept /m);
  expect(code).toBe(0);
});

test('the cloud of another command is refused, because it ends with that command', async () => {
  const { deployed } = await deployForSmoke({ startOnUpload: false });
  const { code, stderr } = await runCommand('smoke', ['--data-dir', deployed.cloud.dataDir]);
  expect(stderr).toContain('error: Expected the data folder free, but another command is using it');
  expect(code).toBe(1);
});

test('bad usage is exit code 2', async () => {
  const { code, stdout, stderr } = await runCommand('smoke', ['--region', 'eu-west-1']);
  expect(stderr).toBe('error: Expected --aws with --region: the local cloud needs none\n');
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
