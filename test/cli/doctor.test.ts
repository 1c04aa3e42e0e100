import { expect, test } from 'vitest';
import type { Finding } from '../../operations/doctor/diagnose.ts';
import { ApiError } from '../operations/doctor/fake-aws.ts';
import { clockAhead, machineOnAws, startAccount } from '../operations/doctor/healthy-stack.ts';
import { linesOfJson, runCommand } from './run-command.ts';

test('warnings leave the exit code 0, and each finding says how to mend it', async () => {
  const aws = await startAccount({ DescribeCollection: { FaceCount: 0, FaceModelVersion: '7.0' } });
  const { code, stdout, stderr } = await runDoctor(['--aws', '--region', 'eu-west-1'], aws.endpoint);
  expect(stdout).toContain('✔ credentials               arn:aws:iam::123456789012:user/ann in eu-west-1\n');
  expect(stdout).toContain(
    '! collection                family is empty, face model 7.0: every face will be NoMatch\n' +
      '  → npm run enroll -- face.jpg --aws --stack MatchFaces --region eu-west-1\n',
  );
  expect(stdout).toMatch(/\n\n18 checks: 17 well, 1 warning\n$/);
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a failure makes the exit code 1, and --json tells one finding per line', async () => {
  const aws = await startAccount({ DescribeCollection: new ApiError('ResourceNotFoundException', 'Gone') });
  const ended = await runDoctor(['--aws', '--json'], aws.endpoint);
  const findings = linesOfJson<Finding>(ended);
  expect(findings.filter(({ status }) => status !== 'well')).toEqual([
    {
      check: 'collection',
      status: 'failed',
      message: 'there is no collection family in eu-west-1',
      mend: 'aws rekognition create-collection --collection-id family --region eu-west-1',
    },
  ]);
  expect(findings).toHaveLength(18);
  expect(ended.code).toBe(1);
});

test('--reset-clock sets the clock back, and says how far ahead it was', async () => {
  const aws = await startAccount({ GetItem: clockAhead(7_500), DeleteItem: {} });
  const { code, stdout } = await runDoctor(['--reset-clock', '--aws'], aws.endpoint);
  expect(stdout).toMatch(/^The clock was 2 h 0[45] min ahead, and is free now\n$/);
  expect(aws.asked.slice(-2)).toEqual(['GetItem', 'DeleteItem']);
  expect(code).toBe(0);
});

test('bad usage is exit code 2', async () => {
  const { code, stdout, stderr } = await runDoctor(['--profile', 'me'], 'http://127.0.0.1:9');
  expect(stderr).toBe('error: Expected --aws with --profile: the local cloud needs none\n');
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

const runDoctor = (args: readonly string[], endpoint: string) =>
  runCommand('doctor', args, { env: { ...machineOnAws, AWS_ENDPOINT_URL: endpoint } });
