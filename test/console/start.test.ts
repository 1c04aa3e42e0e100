import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startCommand } from '../cli/run-command.ts';

/** `npm start`, and what it says until this matches. */
async function start(args: readonly string[], until: RegExp) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'start-'));
  const { child, ended } = startCommand('start', ['--port', '0', '--data-dir', dataDir, ...args]);
  onTestFinished(async () => {
    child.kill('SIGINT');
    await ended;
    await rm(dataDir, { recursive: true });
  });
  let told = '';
  child.stdout!.on('data', (text) => {
    told += text;
  });
  const found = await vi.waitUntil(() => until.exec(told), { timeout: 150_000 });
  return { found, told, stop: () => child.kill('SIGINT'), ended };
}

const consoleAddress = /The console is at (http:\/\/127\.0\.0\.1:\d+)/;

test('npm start serves the console beside the endpoint, which is there first', async () => {
  const { found, told, stop, ended } = await start(['--console-port', '0'], consoleAddress);
  expect(told.indexOf('The local cloud is at')).toBeLessThan(told.indexOf('The console is at'));
  const page = await fetch(found[1]!);
  expect(await page.text()).toContain('<title>Match Faces</title>');
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(await (await fetch(found[1]!)).text())![1]!;
  const { status, headers } = await fetch(found[1]! + script);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${found[1]}/executions/some-name`)).status).toBe(200);
  expect((await fetch(`${found[1]}/assets/none.js`)).status).toBe(404);
  stop();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

test('when another program has its port, the console takes a free one', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    other.close();
  });
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { found } = await start(['--console-port', String(port)], consoleAddress);
  expect(new URL(found[1]!).port).not.toBe(String(port));
  expect((await fetch(`${found[1]}/api/system`)).status).toBe(200);
});

test('with --no-console there is none', async () => {
  const { told } = await start(['--no-console'], /The face engine is warm/);
  expect(told).not.toContain('console');
});
