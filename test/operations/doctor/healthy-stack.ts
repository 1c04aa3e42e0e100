import { onTestFinished } from 'vitest';
import { loadDefinition, loadReprocessDefinition } from '../../../statemachine/definition.ts';
import { type Answer, ApiError, type FakeAws, startFakeAws } from './fake-aws.ts';

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:123456789012:${resource}`;
export const functionArn = (name: string) => arn('lambda', `function:MatchFaces-${name}`);

export const outputs = {
  RawBucket: 'raw',
  RawPrefix: 'photos-raw/',
  ThumbsBucket: 'thumbs',
  ThumbsPrefix: 'faces-thumbs/',
  PhotosTable: 'Photos',
  CollectionId: 'family',
  StateMachineArn: arn('states', 'stateMachine:MatchFaces'),
  ReprocessMachineArn: arn('states', 'stateMachine:ReprocessPhotos'),
  PaceTable: 'MatchFaces-Pace',
  SearchesPerSecond: '50',
  UploadStarter: 'starter',
  Settings: '-c stackName=MatchFaces',
};

export const stacks = (values: Readonly<Record<string, string>>) =>
  `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><Outputs>${Object.entries(values)
    .map(
      ([name, value]) => `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

/** Without the namespace the SDK would read nothing. */
export function location(name: string): string {
  return `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${name}</LocationConstraint>`;
}

export const encryption = (keyId?: string) =>
  `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>${
    keyId
      ? `<SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${keyId}</KMSMasterKeyID>`
      : '<SSEAlgorithm>AES256</SSEAlgorithm>'
  }</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

export const notifications = (inside: string) =>
  `<NotificationConfiguration>${inside}</NotificationConfiguration>`;

/** The raw bucket tells EventBridge, and a function of some uploads; the rule is of their prefix or suffix. */
export const tellsFunction = (rule: string, value: string) =>
  notifications(
    `<EventBridgeConfiguration/><CloudFunctionConfiguration><CloudFunction>${arn('lambda', 'function:ingest')}</CloudFunction><Event>s3:ObjectCreated:Put</Event><Filter><S3Key><FilterRule><Name>${rule}</Name><Value>${value}</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>`,
  );

export const key = arn('kms', 'key/1');
export const keyIs = (KeyState: string) => ({ KeyMetadata: { Arn: key, KeyId: '1', KeyState } });

/** Of a function, a table or a collection. */
export const notFound = new ApiError('ResourceNotFoundException', 'It is not found');

/** Of the starter of uploads: its queue. */
export const sources = (source: object) => ({
  EventSourceMappings: [{ UUID: '9f1b', State: 'Enabled', BatchSize: 10, ...source }],
});

export const photosTable = (photosTable: object = {}) => ({
  Table: {
    TableName: 'Photos',
    TableStatus: 'ACTIVE',
    KeySchema: [{ AttributeName: 'photoId', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'photoId', AttributeType: 'S' }],
    ...photosTable,
  },
});

/** AWS's names of these quotas have the operation at their end. */
export const quotas = (searches: number, detections: number) => ({
  Quotas: [
    quota('SearchFaces', 7, 'L-00000001'),
    quota('SearchFacesByImage', searches, 'L-00000002'),
    quota('DetectFaces', detections, 'L-00000003'),
  ],
});

const quota = (operation: string, Value: number, QuotaCode: string) => ({
  QuotaName: `Transactions per second per account for the Amazon Rekognition Image operation ${operation}`,
  QuotaCode,
  Value,
});

export const stateMachine = (fields: object = {}, options?: Parameters<typeof loadDefinition>[1]) => ({
  stateMachineArn: outputs.StateMachineArn,
  status: 'ACTIVE',
  type: 'STANDARD',
  definition: JSON.stringify(loadDefinition(functionArn, options)),
  ...fields,
});

export const reprocessMachine = (fields: object = {}) =>
  stateMachine({
    stateMachineArn: outputs.ReprocessMachineArn,
    definition: JSON.stringify(loadReprocessDefinition(functionArn, outputs.StateMachineArn)),
    ...fields,
  });

/** The clock, so many seconds ahead. */
export const clockAhead = (seconds: number) => ({
  Item: { freeAt: { N: String(1000 * (Date.now() + 1000 * seconds)) } },
});

/** The variables of all functions together. */
export const variables = {
  REKOGNITION_COLLECTION_ID: 'family',
  FACE_MATCH_THRESHOLD: '95',
  PHOTOS_TABLE: 'Photos',
  RAW_BUCKET: 'raw',
  RAW_PREFIX: 'photos-raw/',
  THUMBS_BUCKET: 'thumbs',
  THUMBS_PREFIX: 'faces-thumbs/',
  BUCKET_OWNER: '123456789012',
  PACE_TABLE: 'MatchFaces-Pace',
  SEARCHES_PER_SECOND: '50',
};

/** What AWS answers about a deployed stack with which nothing is wrong. */
export const healthyStack: Readonly<Record<string, Answer>> = {
  GetCallerIdentity:
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/ann</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>',
  DescribeStacks: stacks(outputs),
  DescribeStateMachine: stateMachine(),
  'DescribeStateMachine ReprocessPhotos': reprocessMachine(),
  GetFunctionConfiguration: { State: 'Active', Environment: { Variables: variables } },
  'GetBucketLocation raw': location('eu-west-1'),
  // Ireland's name before there were Regions; old buckets still have it.
  'GetBucketLocation thumbs': location('EU'),
  'GetBucketNotification raw': notifications('<EventBridgeConfiguration/>'),
  'GetBucketEncryption raw': encryption(),
  'GetBucketEncryption thumbs': encryption(),
  DescribeTable: photosTable(),
  DescribeCollection: { FaceCount: 120, FaceModelVersion: '7.0' },
  ListServiceQuotas: quotas(50, 100),
  ListEventSourceMappings: sources({}),
  GetItem: {},
  GetAccountSettings: { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } },
};

/** The environment of a machine that is set up for the account. */
export const machineOnAws = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

/** An account with a stack in which nothing is wrong but these answers. */
export async function startAccount(changes: Readonly<Record<string, Answer>>): Promise<FakeAws> {
  const aws = await startFakeAws({ ...healthyStack, ...changes });
  onTestFinished(() => aws.close());
  return aws;
}
