import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = (script: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, [
    fileURLToPath(new URL(`../../bench/${script}.ts`, import.meta.url)),
    ...args,
  ]);

test.each([
  ['cost', ['extra'], 'too many arguments'],
  ['reprocess', ['ten'], 'Expected a whole number from 1'],
  ['reprocess', ['--throttled', '1'], 'Expected a number from 0 to 0.9'],
  ['burst-check', ['--tps', '0'], 'Expected a whole number from 1'],
  ['burst', ['--design', 'queue'], 'Allowed choices are turns, retries'],
] as const)('bench/%s %j is bad usage', async (script, args, message) => {
  await expect(run(script, ...args)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
    stdout: '',
  });
});
