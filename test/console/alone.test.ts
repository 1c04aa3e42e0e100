import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestConsole } from './console-server.ts';

test('without a running local cloud the console runs its own, and starts what is uploaded', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'console-alone-'));
  const console = await startTestConsole(dataDir);
  onTestFinished(async () => {
    await console.close();
    await rm(dataDir, { recursive: true });
  });
  expect(await console.ask('system', {})).toMatchObject({ cloud: 'local', startsOnUpload: false });
  const body = new Blob(['Dear friend']);
  const { execution } = await console.ask('upload', { query: { name: 'letter.jpg' }, body });
  expect(await console.ended(execution!)).toMatchObject({ status: 'FAILED', photoStatus: 'FAILED' });
});
