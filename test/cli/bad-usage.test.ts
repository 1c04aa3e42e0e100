import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

test.each([
  ['match', ['missing.jpg'], 'Expected a photo or a folder, got "missing.jpg", which does not exist'],
  ['match', [''], 'Expected a photo or a folder, got an empty name'],
  [
    'match',
    ['package.json'],
    'Expected photos, found none in package.json (skipped 1 text file (package.json))',
  ],
  ['match', ['--threshold', 'ninety'], 'Expected a number between 0 and 100'],
  ['match', ['--threshold', '101'], 'Expected a number between 0 and 100'],
  ['match', ['--threshold', ''], 'Expected a number between 0 and 100'],
  ['match', ['--bogus'], "unknown option '--bogus'"],
  ['match', ['--aws'], 'Expected photos with --aws'],
  ['match', ['--profile', 'me'], 'Expected --aws with --profile'],
  ['match', ['--data-dir', ''], 'Expected a value for --data-dir, got an empty one'],
  ['executions', ['--aws', '--stack', ''], 'Expected a value for --stack, got an empty one'],
  ['match', ['--aws', '--data-dir', 'here', 'a.jpg'], 'Expected --aws or --data-dir, got both'],
  ['match', ['--aws', '--threshold', '90', 'a.jpg'], 'npm run reprocess'],
  ['enroll', [], "missing required argument 'photos'"],
  ['enroll', ['missing.jpg'], 'Expected a photo, got "missing.jpg", which does not exist'],
  ['enroll', ['cli'], 'Expected a photo, got "cli", which is no file'],
  ['executions', ['--limit', '0'], 'Expected a whole number from 1'],
  ['executions', ['--status', 'DONE'], 'Allowed choices are ABORTED, FAILED'],
] as const)('%s %j is bad usage, told in one line', async (name, args, message) => {
  const { code, stdout, stderr } = await runCommand(name, args);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: .*\n$/);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test.each(['match', 'enroll', 'executions'] as const)('%s --help explains itself', async (name) => {
  const { code, stdout, stderr } = await runCommand(name, ['--help']);
  expect(stdout).toContain(`Usage: npm run ${name} -- `);
  expect(stdout).toContain('--data-dir');
  expect(stderr).toBe('');
  expect(code).toBe(0);
});
