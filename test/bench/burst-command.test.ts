import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bursts } from '../../bench/burst/conditions.ts';

const script = fileURLToPath(new URL('../../bench/burst.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const runBurst = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

const quick = ['--runs', '1'];

test('bench:burst --json prints the fifty-four rows and nothing else on stdout, the same for the same seed', async () => {
  const [first, again, other] = await Promise.all([
    runBurst('--json', ...quick, '--seed', '5'),
    runBurst('--json', ...quick, '--seed', '5'),
    runBurst('--json', ...quick, '--seed', '6'),
  ]);
  const { rows, ...rest } = JSON.parse(first.stdout);
  expect(rest).toEqual({});
  expect(rows).toMatchObject(bursts);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual([
      ...['faces', 'facesPerPhoto', 'tps', 'from', 'drainSeconds', 'floorSeconds', 'quotaUsed'],
      ...['lost', 'throttledCalls', 'billedRetriesPerFace', 'retryDollars', 'paceDollars'],
    ]);
  }
  expect(again.stdout).toBe(first.stdout);
  expect(other.stdout).not.toBe(first.stdout);
});

test('bench:burst says on which numbers its table rests', async () => {
  const { stdout } = await runBurst(...quick, '--retry', '2,3,90,7');
  expect(stdout).toContain('after 2 s, × 3 up to 90 s, 7 times');
  expect(stdout).toContain('1 s of the quota at once');
});

test.each([
  ['--retry', '1,2,60', 'Expected four numbers'],
  ['--retry', '1,0.5,60,12', 'Expected four numbers'],
  ['--seed', '0', 'Expected a whole number from 1'],
  ['--bucket-seconds', 'one', 'Expected a number above 0'],
  ['--design', 'hope', 'Allowed choices are turns, retries'],
])('bench:burst %s %s is bad usage', async (option, value, message) => {
  const { code, stdout, stderr } = await runBurst(option, value);
  expect(stderr).toContain(message);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});
