import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startCommand } from './run-command.ts';

test('with a quota of searches the local cloud runs until it is interrupted', {
  timeout: 60_000,
}, async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const args = ['--no-console', '--port', '0', '--data-dir', dataDir, '--tps', '5'];
  const { child, ended } = startCommand('start', args);
  await Promise.race([once(child.stdout!, 'data'), ended]);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^The local cloud is at http:\/\/127\.0\.0\.1:\d+\./);
  expect(stdout).toMatch(/\nStopping\n$/);
  expect(code).toBe(0);
});
