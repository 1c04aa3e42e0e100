import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCollectionCommand } from '@aws-sdk/client-rekognition';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TargetOptions } from '../../../operations/connect.ts';
import { judgeFreeSpace } from '../../../operations/doctor/data-folder.ts';
import { diagnose, type Finding } from '../../../operations/doctor/diagnose.ts';
import { fixedFace, fixedFaceEngine } from '../../local-aws/rekognition/fixed-face-engine.ts';
import { deployLocally } from '../../workflow/deployed.ts';
import { type Answer, ApiError } from './fake-aws.ts';
import * as stack from './healthy-stack.ts';
import { faults } from './stack-faults.ts';

afterEach(() => vi.unstubAllEnvs());

async function examine(options: Partial<TargetOptions>): Promise<Finding[]> {
  return Array.fromAsync(diagnose({ aws: false, dataDir: '/nowhere', ...options }));
}

const statusOf = (findings: readonly Finding[]) => findings.map(({ check, status }) => [check, status]);

describe('on AWS', () => {
  beforeEach(() => {
    for (const [name, value] of Object.entries(stack.machineOnAws)) vi.stubEnv(name, value);
  });

  async function examineAccount(
    changes: Readonly<Record<string, Answer>> = {},
    options: Partial<TargetOptions> = {},
  ) {
    const aws = await stack.startAccount(changes);
    vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
    return { findings: await examine({ aws: true, ...options }), asked: aws.asked };
  }

  test('a healthy stack passes every check', async () => {
    const { findings } = await examineAccount();
    expect(findings.map(({ check, status, message }) => `${status} ${check}: ${message}`)).toEqual([
      'well credentials: arn:aws:iam::123456789012:user/ann in eu-west-1',
      'well stack: deployed in eu-west-1, with all its outputs',
      'well state machine: arn:aws:states:eu-west-1:123456789012:stateMachine:MatchFaces is ACTIVE, with nothing in IndexFacesHook',
      'well ReprocessPhotos: arn:aws:states:eu-west-1:123456789012:stateMachine:ReprocessPhotos is ACTIVE',
      'well functions: DetectFaces, CropAndSearch, RecordMatches, SelectPhotos, Summarise agree with the outputs',
      'well raw bucket: raw in eu-west-1',
      'well EventBridge switch: raw tells EventBridge of uploads',
      'well upload queue: starter starts their executions, in batches of 10',
      "well raw bucket encryption: S3's own key",
      'well thumbs bucket: thumbs in eu-west-1',
      "well thumbs bucket encryption: S3's own key",
      'well prefixes: photos under photos-raw/, crops under faces-thumbs/',
      'well Photos table: Photos has the key photoId (HASH, S)',
      "well Photos table encryption: DynamoDB's own key",
      'well collection: family holds 120 faces, face model 7.0',
      'well Rekognition quotas: 50 searches and 100 detections a second: 1,000 photos with 4 faces take at least 1 min 20 s',
      'well Lambda concurrency: 900 functions at once, of 1000 in the account',
      'well clock: free: no photo has taken a turn yet',
    ]);
  });

  test.each(faults)('$fact is found, with what mends it', async ({ changes, check, status, ...told }) => {
    const { findings } = await examineAccount(changes);
    expect(findings.find((finding) => finding.check === check)).toEqual({
      check,
      status,
      message: expect.stringContaining(told.message),
      mend: expect.stringContaining(told.mend),
    });
  });

  const page = '<html>\n<body>\nPlease log in\n</body>\n</html>';
  test.each([
    ['state machine', { DescribeStateMachine: page }],
    ['collection', { DescribeCollection: page }],
    ['Photos table', { DescribeTable: page }],
    ['Rekognition quotas', { ListServiceQuotas: page }],
    ['Lambda concurrency', { GetAccountSettings: page }],
    ['raw bucket', { 'GetBucketLocation raw': 'Please\nlog in\n' }],
    ['credentials', { GetCallerIdentity: 'Please\nlog in\n' }],
    ['credentials', { GetCallerIdentity: page }],
    ['stack', { DescribeStacks: 'Please\nlog in\n' }],
  ])('what answers in the place of AWS is one line: %s', async (check, changes) => {
    const { findings } = await examineAccount(changes);
    const finding = findings.find((each) => each.check === check);
    expect(finding).toEqual({
      check,
      status: 'failed',
      message: expect.stringMatching(/^Expected an answer of AWS, got .*\S$/),
      mend: 'look for what answers in the place of AWS: a proxy, or AWS_ENDPOINT_URL',
    });
    expect(finding!.message).not.toContain('Deserialization');
  });

  test('a fault of one thing hides no other check', async () => {
    const { findings } = await examineAccount({ DescribeCollection: stack.notFound });
    expect(statusOf(findings).filter(([, status]) => status !== 'well')).toEqual([['collection', 'failed']]);
    expect(findings).toHaveLength(18);
  });

  test('a notification for other keys than the photos is no fault', async () => {
    for (const notification of [
      stack.tellsFunction('prefix', 'documents/'),
      stack.tellsFunction('suffix', '.pdf'),
    ]) {
      const { findings } = await examineAccount({ 'GetBucketNotification raw': notification });
      expect(findings.filter(({ status }) => status !== 'well')).toEqual([]);
    }
  });

  test('the same prefix in two buckets is no fault', async () => {
    const outputs = { ...stack.outputs, ThumbsPrefix: 'photos-raw/' };
    const { findings } = await examineAccount({ DescribeStacks: stack.stacks(outputs) });
    expect(findings.find(({ check }) => check === 'prefixes')).toMatchObject({ status: 'well' });
  });

  test('a key that is enabled passes', async () => {
    const { findings } = await examineAccount({
      'GetBucketEncryption raw': stack.encryption(stack.key),
      DescribeKey: stack.keyIs('Enabled'),
    });
    expect(findings).toContainEqual({
      check: 'raw bucket encryption',
      status: 'well',
      message: `the KMS key ${stack.key} is Enabled`,
    });
  });

  test('a stage in IndexFacesHook is told', async () => {
    const { findings } = await examineAccount({
      DescribeStateMachine: stack.stateMachine({}, { withStage: true }),
    });
    expect(findings[2]).toMatchObject({
      status: 'well',
      message: expect.stringContaining('with a stage in IndexFacesHook'),
    });
  });

  test('a stack of an earlier version has neither queue nor clock', async () => {
    const { PaceTable: _, SearchesPerSecond: __, UploadStarter: ___, ...outputs } = stack.outputs;
    const { findings } = await examineAccount({ DescribeStacks: stack.stacks(outputs) });
    expect(findings).toContainEqual(expect.objectContaining({ check: 'upload queue', status: 'well' }));
    expect(findings).toContainEqual(expect.objectContaining({ check: 'clock', status: 'well' }));
  });

  test('a clock that is ahead is no fault while executions wait for their turns', async () => {
    const { findings } = await examineAccount({
      GetItem: stack.clockAhead(120),
      ListExecutions: { executions: Array.from({ length: 60 }, (_, n) => ({ name: String(n) })) },
    });
    expect(findings).toContainEqual({
      check: 'clock',
      status: 'well',
      message: expect.stringMatching(/^(2 min 00|1 min 5\d) s ahead: .*; running now: 60$/),
    });
  });

  test('a missing permission is a warning that names the action', async () => {
    const { findings } = await examineAccount({
      DescribeCollection: new ApiError(
        'AccessDeniedException',
        'User: arn:aws:iam::123456789012:user/ann is not authorized to perform: rekognition:DescribeCollection on resource: arn:aws:rekognition:eu-west-1:123456789012:collection/family because no identity-based policy allows the rekognition:DescribeCollection action',
      ),
      'GetBucketNotification raw': new ApiError('AccessDenied', 'Access Denied', 403),
    });
    expect(findings.filter(({ status }) => status !== 'well')).toEqual([
      {
        check: 'EventBridge switch',
        status: 'warning',
        message: 'not checked: s3:GetBucketNotification is not allowed to these credentials',
        mend: 'allow s3:GetBucketNotification to these credentials',
      },
      {
        check: 'collection',
        status: 'warning',
        message:
          'not checked: rekognition:DescribeCollection is not allowed to arn:aws:iam::123456789012:user/ann',
        mend: 'allow rekognition:DescribeCollection to arn:aws:iam::123456789012:user/ann',
      },
    ]);
  });

  test.each([
    ['ExpiredToken', 'The security token included in the request is expired', 'aws sso login'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.', 'aws configure list'],
  ])('credentials refused as %s end it at once', async (code, message, mend) => {
    const { findings, asked } = await examineAccount({ GetCallerIdentity: new ApiError(code, message, 403) });
    expect(findings).toEqual([
      {
        check: 'credentials',
        status: 'failed',
        message: `${code}: ${message}`,
        mend: expect.stringContaining(mend),
      },
    ]);
    expect(asked).toEqual(['GetCallerIdentity']);
  });

  test('without credentials it says how to get some', async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const { findings, asked } = await examineAccount();
    expect(findings).toEqual([
      {
        check: 'credentials',
        status: 'failed',
        message: expect.stringContaining('Could not load credentials'),
        mend: 'aws configure',
      },
    ]);
    expect(asked).toEqual([]);
  });

  test('a stack that is not deployed ends it with the command that deploys it', async () => {
    const missing = new ApiError('ValidationError', 'Stack with id MatchFaces does not exist');
    const { findings } = await examineAccount({ DescribeStacks: missing }, { region: 'eu-west-1' });
    expect(findings[1]).toEqual({
      check: 'stack',
      status: 'failed',
      message: expect.stringContaining('Expected a stack MatchFaces in eu-west-1, found none'),
      mend: 'AWS_REGION=eu-west-1 npm run deploy',
    });
    expect(findings).toHaveLength(2);
  });

  test('a stack without one of its outputs ends it, too', async () => {
    const { CollectionId: _, ...outputs } = stack.outputs;
    const { findings } = await examineAccount({ DescribeStacks: stack.stacks(outputs) });
    expect(findings[1]).toMatchObject({
      check: 'stack',
      status: 'failed',
      message: expect.stringContaining('Expected the output CollectionId'),
      mend: 'npm run deploy',
    });
  });

  test('what mends a stack of another name is about that stack', async () => {
    const changes = {
      DescribeCollection: { FaceCount: 0 },
      DescribeStateMachine: stack.stateMachine({ status: 'DELETING' }),
    };
    const Settings = '-c stackName=Holidays -c threshold=90';
    const DescribeStacks = stack.stacks({ ...stack.outputs, Settings });
    const { findings } = await examineAccount({ ...changes, DescribeStacks }, { stack: 'Holidays' });
    expect(findings.flatMap(({ mend }) => mend ?? [])).toEqual([
      'AWS_REGION=eu-west-1 npm run deploy -- -c stackName=Holidays -c threshold=90',
      'npm run enroll -- face.jpg --aws --stack Holidays --region eu-west-1',
    ]);
  });

  test('a stack that may not be seen is a failure, for nothing else can be checked', async () => {
    const { findings } = await examineAccount({ DescribeStacks: new ApiError('AccessDenied', 'No', 403) });
    expect(findings[1]).toMatchObject({
      status: 'failed',
      mend: 'allow cloudformation:DescribeStacks to these credentials',
    });
    expect(findings).toHaveLength(2);
  });
});

describe('on the local cloud', () => {
  const threePeople = fixedFaceEngine([1, 2, 3].map((seed) => fixedFace(seed)));

  async function deploy() {
    const deployed = await deployLocally({ engine: threePeople, startOnUpload: true });
    onTestFinished(() => deployed.close());
    return deployed;
  }

  test('a new local cloud is well but for its empty collection', async () => {
    const { cloud } = await deploy();
    const findings = await examine({ dataDir: cloud.dataDir });
    expect(statusOf(findings)).toEqual([
      ['data folder', 'well'],
      ['disk space', expect.any(String)],
      ['local cloud', 'well'],
      ['state machine', 'well'],
      ['ReprocessPhotos', 'well'],
      ['raw bucket', 'well'],
      ['thumbs bucket', 'well'],
      ['prefixes', 'well'],
      ['Photos table', 'well'],
      ['collection', 'warning'],
      ['clock', 'well'],
      ['face engine', 'well'],
    ]);
    expect(findings).toContainEqual({
      check: 'local cloud',
      status: 'well',
      message: 'runs, and uploads start executions',
    });
    expect(findings.at(-1)!.message).toMatch(/^warm: it found 3 faces in sample1.jpg after /);
  });

  test('what is missing is made again by the next start', async () => {
    const { cloud, rekognition, photos, collectionId } = await deploy();
    await rekognition.send(new DeleteCollectionCommand({ CollectionId: collectionId }));
    await photos.send(new DeleteTableCommand({ TableName: cloud.deployment.photosTable }));
    const mend = `stop the local cloud and start it again: npm start -- --data-dir ${cloud.dataDir}`;
    const findings = await examine({ dataDir: cloud.dataDir });
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([
      { check: 'Photos table', status: 'failed', message: 'there is no table Photos in us-east-1', mend },
      {
        check: 'collection',
        status: 'failed',
        message: 'there is no collection match-faces in us-east-1',
        mend,
      },
    ]);
  });
});

describe('of the disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('a data folder that is a file ends it', async () => {
    const dataDir = path.join(folder, 'state');
    await writeFile(dataDir, '');
    const [finding, ...others] = await examine({ dataDir });
    expect(finding).toMatchObject({
      check: 'data folder',
      status: 'failed',
      message: `Expected a folder, got the file ${dataDir}`,
    });
    expect(others).toEqual([]);
  });

  test('a data folder that others may read is a warning', async () => {
    const { cloud, close } = await deployLocally({ engine: fixedFaceEngine([]) });
    await chmod(cloud.dataDir, 0o755);
    const [finding] = await examine({ dataDir: cloud.dataDir });
    expect(finding).toMatchObject({
      status: 'warning',
      mend: `chmod 700 ${cloud.dataDir}`,
    });
    await close();
  });

  test.each([
    [99e6, 'failed', '99 MB are free'],
    [999e6, 'warning', '999 MB are free'],
    [20e9, 'well', '20,000 MB are free'],
  ])('%d free bytes are told as %s', (bytes, status, message) => {
    expect(judgeFreeSpace(bytes)).toMatchObject({ status, message });
  });
});
