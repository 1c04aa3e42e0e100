import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awsCommand, deployCommand, projectCommand } from '../../operations/command-line.ts';
import { defaultDataDir } from '../../operations/connect.ts';

/** What a shell makes of a command, word by word. */
const wordsOf = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

const here = { dataDir: defaultDataDir, aws: false };
const onAws = {
  dataDir: defaultDataDir,
  aws: true,
  stack: 'Holiday',
  region: 'eu-west-1',
  profile: 'my photos',
};

test('a command that is told can be typed as it is, whatever the key', () => {
  const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(key, (text) => {
      const told = projectCommand(here, 'reprocess', [`photos-raw/${text}`], { batch: 'b', failed: true });
      expect(wordsOf(told)).toEqual([
        ...['npm', 'run', 'reprocess', '--', `photos-raw/${text}`, '--batch', 'b', '--failed'],
      ]);
    }),
    { numRuns: 50, examples: [["it's"], ['a b'], ['$(x)'], ['\n'], ['😀']] },
  );
});

test('a command is about the cloud that it was told for', () => {
  expect(projectCommand(here, 'redrive')).toBe('npm run redrive');
  expect(projectCommand(here, 'start')).toBe('npm start');
  expect(projectCommand({ dataDir: '/my state', aws: false }, 'start')).toBe(
    "npm start -- --data-dir '/my state'",
  );
  expect(projectCommand(onAws, 'forget', ['photo', 'photos-raw/a.jpg'])).toBe(
    "npm run forget -- photo photos-raw/a.jpg --aws --stack Holiday --region eu-west-1 --profile 'my photos'",
  );
  expect(awsCommand(onAws, 's3 mb s3://photos')).toBe(
    "aws s3 mb s3://photos --region eu-west-1 --profile 'my photos'",
  );
});

test('a key that looks like an option is none', () => {
  expect(projectCommand(here, 'reprocess', ['-raw/a.jpg'], { failed: true })).toBe(
    'npm run reprocess -- --failed -- -raw/a.jpg',
  );
});

test('a stack is deployed again with the settings that it has, but for what changes', () => {
  const settings = "-c stackName=Holiday -c 'rawPrefix=photos/(in)/'";
  expect(wordsOf(deployCommand(onAws, { settings }, ['rawBucket=<another bucket>']))).toEqual([
    ...['AWS_REGION=eu-west-1', 'npm', 'run', 'deploy', '--'],
    ...['-c', 'stackName=Holiday', '-c', 'rawPrefix=photos/(in)/', '-c', 'rawBucket=<another bucket>'],
    ...['--profile', 'my photos'],
  ]);
  expect(deployCommand(onAws)).toBe(
    "AWS_REGION=eu-west-1 npm run deploy -- -c stackName=Holiday --profile 'my photos'",
  );
  expect(deployCommand(here)).toBe('npm run deploy');
});
