import type { Command } from 'commander';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { command as executions } from '../../cli/executions.ts';
import { command as forget } from '../../cli/forget.ts';
import { command as redrive } from '../../cli/redrive.ts';
import { command as reprocess } from '../../cli/reprocess.ts';
import { localDeployment } from '../../local/deployment.ts';
import { photoWith, type StubCloud, startStubCloud } from '../operations/stub-cloud.ts';
import { runHere } from './run-here.ts';

const { connect } = vi.hoisted(() => ({ connect: vi.fn() }));
vi.mock(import('../../operations/connect.ts'), async (original) => ({ ...(await original()), connect }));
vi.mock(import('../../cli/command/interrupt.ts'), () => ({
  interruptSignal: () => new AbortController().signal,
}));

let cloud: StubCloud;
beforeAll(async () => {
  cloud = await startStubCloud({ 'a.jpg': await photoWith(1) });
  const { s3, sfn, rekognition, photos } = cloud;
  connect.mockImplementation(async () => ({
    ...{ s3, sfn, rekognition, photos, kind: 'server', startOnUpload: true },
    deployment: localDeployment,
    options: { dataDir: cloud.dataDir, aws: false },
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }));
});
afterAll(() => cloud.close());

/** Anything but an option, and as often as not what begins well. */
const name = fc
  .tuple(
    fc.constantFrom('', '', 'photos-raw/', 'photos-raw/a.jpg'),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom(
        ...['', '/', '../b.jpg', '__proto__', '\n', '+ %20', 'ü'.repeat(600), 'a'.repeat(3000)],
      ),
    ),
  )
  .map((parts) => parts.join(''))
  .filter((text) => !text.startsWith('-') && !text.includes('\0'));

const usages: Readonly<Record<string, readonly [Command, (given: string) => readonly string[]]>> = {
  'reprocess <key>': [reprocess, (given) => [given]],
  'reprocess --prefix': [reprocess, (given) => [`--prefix=${given}`]],
  'reprocess --failed --prefix': [reprocess, (given) => ['--failed', `--prefix=${given}`]],
  'reprocess --dry-run --prefix': [reprocess, (given) => ['--dry-run', `--prefix=${given}`]],
  'reprocess --batch': [reprocess, (given) => ['photos-raw/a.jpg', `--batch=${given}`]],
  'redrive <name>': [redrive, (given) => [given]],
  'executions <name>': [executions, (given) => [given]],
  'forget photo': [forget, (given) => ['photo', given, '--yes']],
  'forget photo --with-photo': [forget, (given) => ['photo', given, '--yes', '--with-photo']],
  'forget face': [forget, (given) => ['face', given, '--yes']],
};

test.each(Object.entries(usages))(
  '%s succeeds or ends with 2 and says what was expected, whatever it is given',
  async (_, [command, argumentsWith]) => {
    await fc.assert(
      fc.asyncProperty(name, async (given) => {
        const { code, output } = await runHere(command, argumentsWith(given));
        expect([code, output]).toEqual([
          expect.toBeOneOf([0, 2]),
          code === 2
            ? expect.stringMatching(/^error: ([\s\S]*)Expected .*\n$/)
            : expect.not.stringMatching(/error: | {4}at /),
        ]);
      }),
      { numRuns: 60, examples: [['photos-raw/a.jpg']] },
    );
  },
  120_000,
);
