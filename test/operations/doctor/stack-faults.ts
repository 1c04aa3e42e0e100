import type { Finding } from '../../../operations/doctor/diagnose.ts';
import { type Answer, ApiError } from './fake-aws.ts';
import * as stack from './healthy-stack.ts';

/** Something wrong with a deployed stack, and what the doctor says of it. */
export interface Fault {
  /** The title of its test. */
  readonly fact: string;
  readonly changes: Readonly<Record<string, Answer>>;
  readonly check: string;
  readonly status: Finding['status'];
  readonly message: string;
  readonly mend: string;
}

const noBucket = new ApiError('NoSuchBucket', 'The specified bucket does not exist', 404);
const environment = (changes: object) => ({
  GetFunctionConfiguration: { Environment: { Variables: { ...stack.variables, ...changes } } },
});
const withQueue = (ListEventSourceMappings: object) => ({
  ListEventSourceMappings,
});
const inOneBucket = (RawPrefix: string, ThumbsPrefix: string) => ({
  DescribeStacks: stack.stacks({ ...stack.outputs, ThumbsBucket: 'raw', RawPrefix, ThumbsPrefix }),
});

const { ReprocessMachineArn: _, ...withoutReprocess } = stack.outputs;

export const faults: readonly Fault[] = [
  {
    fact: 'a state machine that is gone',
    changes: { DescribeStateMachine: new ApiError('StateMachineDoesNotExist', 'It does not exist') },
    check: 'state machine',
    status: 'failed',
    message: 'there is no state machine arn:aws:states:eu-west-1:123456789012:stateMachine:MatchFaces',
    mend: 'npm run deploy',
  },
  {
    fact: 'a state machine that is being deleted',
    changes: { DescribeStateMachine: stack.stateMachine({ status: 'DELETING' }) },
    check: 'state machine',
    status: 'failed',
    message: 'ACTIVE and STANDARD, got DELETING and STANDARD',
    mend: 'npm run deploy',
  },
  {
    fact: 'a machine for reprocessing that is gone',
    changes: {
      'DescribeStateMachine ReprocessPhotos': new ApiError('StateMachineDoesNotExist', 'It does not exist'),
    },
    check: 'ReprocessPhotos',
    status: 'failed',
    message: 'there is no state machine arn:aws:states:eu-west-1:123456789012:stateMachine:ReprocessPhotos',
    mend: 'npm run deploy',
  },
  {
    fact: 'a stack of before there was a machine for reprocessing',
    changes: { DescribeStacks: stack.stacks(withoutReprocess) },
    check: 'ReprocessPhotos',
    status: 'warning',
    message: 'the stack is of an earlier version and has none',
    mend: 'npm run deploy',
  },
  {
    fact: 'a function that is gone',
    changes: { GetFunctionConfiguration: stack.notFound },
    check: 'functions',
    status: 'failed',
    message: 'there is no function DetectFaces; there is no function CropAndSearch',
    mend: 'npm run deploy',
  },
  {
    fact: 'a function that works on another collection than the stack says',
    changes: environment({ REKOGNITION_COLLECTION_ID: 'strangers' }),
    check: 'functions',
    status: 'failed',
    message:
      'DetectFaces: Expected "family" for REKOGNITION_COLLECTION_ID, as the stack puts out, got "strangers"',
    mend: 'npm run deploy',
  },
  {
    fact: 'a function with a threshold that is no number',
    changes: environment({ FACE_MATCH_THRESHOLD: 'ninety' }),
    check: 'functions',
    status: 'failed',
    message: 'DetectFaces: Expected a number between 0 and 100 for FACE_MATCH_THRESHOLD, got "ninety"',
    mend: 'npm run deploy',
  },
  {
    fact: 'a function whose environment its key hides',
    changes: { GetFunctionConfiguration: { Environment: { Error: { Message: 'Lambda was denied' } } } },
    check: 'functions',
    status: 'failed',
    message: 'DetectFaces cannot read its environment: Lambda was denied',
    mend: 'npm run deploy',
  },
  {
    fact: 'a raw bucket that is gone',
    changes: { 'GetBucketLocation raw': noBucket },
    check: 'raw bucket',
    status: 'failed',
    message: 'there is no bucket raw',
    mend: 'aws s3 mb s3://raw --region eu-west-1',
  },
  {
    fact: 'a thumbs bucket in another Region',
    changes: { 'GetBucketLocation thumbs': stack.location('ap-south-1') },
    check: 'thumbs bucket',
    status: 'failed',
    message: 'in eu-west-1, where the stack is, but it is in ap-south-1',
    mend: "npm run deploy -- -c stackName=MatchFaces -c 'thumbsBucket=<another bucket>'",
  },
  {
    fact: 'a bucket whose Region answers for itself alone',
    changes: { 'GetBucketLocation raw': new ApiError('PermanentRedirect', 'Use its endpoint', 301) },
    check: 'raw bucket',
    status: 'failed',
    message: 'in eu-west-1, where the stack is, but it is in another Region',
    mend: "npm run deploy -- -c stackName=MatchFaces -c 'rawBucket=<another bucket>'",
  },
  {
    fact: 'a raw bucket that does not tell EventBridge',
    changes: { 'GetBucketNotification raw': stack.notifications('') },
    check: 'EventBridge switch',
    status: 'failed',
    message: 'raw does not tell EventBridge: uploads start no execution',
    mend: `before=$(aws s3api get-bucket-notification-configuration --bucket raw --region eu-west-1) && aws s3api put-bucket-notification-configuration --bucket raw --region eu-west-1 --notification-configuration "$(printf %s "$before" | jq -s '(.[0] // {}) + {EventBridgeConfiguration: {}}')"`,
  },
  {
    fact: 'a function of somebody else that the raw bucket tells, too',
    changes: { 'GetBucketNotification raw': stack.tellsFunction('Prefix', 'photos-raw/') },
    check: 'EventBridge switch',
    status: 'warning',
    message: 'raw tells EventBridge, and also arn:aws:lambda:eu-west-1:123456789012:function:ingest',
    mend: "delete the notification in the bucket's properties",
  },
  {
    fact: 'a function of somebody else that is told of JPEGs alone',
    changes: { 'GetBucketNotification raw': stack.tellsFunction('Suffix', '.jpg') },
    check: 'EventBridge switch',
    status: 'warning',
    message: 'raw tells EventBridge, and also arn:aws:lambda:eu-west-1:123456789012:function:ingest',
    mend: "delete the notification in the bucket's properties",
  },
  {
    fact: 'a queue of uploads that is switched off',
    changes: withQueue(stack.sources({ State: 'Disabled' })),
    check: 'upload queue',
    status: 'failed',
    message: 'starter gets no uploads, its source is Disabled: they wait, and start nothing',
    mend: 'aws lambda update-event-source-mapping --uuid 9f1b --enabled --region eu-west-1',
  },
  {
    fact: 'a queue of uploads that nobody empties',
    changes: withQueue({ EventSourceMappings: [] }),
    check: 'upload queue',
    status: 'failed',
    message: 'nothing gives starter the uploads that wait',
    mend: 'npm run deploy -- -c stackName=MatchFaces',
  },
  {
    fact: 'a bucket key that is switched off',
    changes: { 'GetBucketEncryption raw': stack.encryption(stack.key), DescribeKey: stack.keyIs('Disabled') },
    check: 'raw bucket encryption',
    status: 'failed',
    message: `the KMS key ${stack.key} is Disabled`,
    mend: 'aws kms enable-key --key-id 1 --region eu-west-1',
  },
  {
    fact: 'a bucket key that is about to be deleted',
    changes: {
      'GetBucketEncryption thumbs': stack.encryption(stack.key),
      DescribeKey: stack.keyIs('PendingDeletion'),
    },
    check: 'thumbs bucket encryption',
    status: 'failed',
    message: `the KMS key ${stack.key} is PendingDeletion`,
    mend: 'aws kms cancel-key-deletion --key-id 1 --region eu-west-1 && aws kms enable-key --key-id 1',
  },
  {
    fact: 'a table key that is gone',
    changes: {
      DescribeTable: stack.photosTable({ SSEDescription: { KMSMasterKeyArn: stack.key } }),
      DescribeKey: new ApiError('NotFoundException', 'The key does not exist'),
    },
    check: 'Photos table encryption',
    status: 'failed',
    message: `there is no KMS key ${stack.key}`,
    mend: 'what this one encrypted is lost',
  },
  {
    fact: 'crops under the prefix of the photos, in the same bucket',
    changes: inOneBucket('photos-raw/', 'photos-raw/thumbs/'),
    check: 'prefixes',
    status: 'failed',
    message: 'in the bucket raw, got photos-raw/ and photos-raw/thumbs/: crops would start executions',
    mend: "npm run deploy -- -c stackName=MatchFaces -c 'thumbsPrefix=<another prefix>/'",
  },
  {
    fact: 'photos under the prefix of the crops, in the same bucket',
    changes: inOneBucket('thumbs/working/', 'thumbs/'),
    check: 'prefixes',
    status: 'failed',
    message: 'in the bucket raw, got thumbs/working/ and thumbs/: crops would start executions',
    mend: "npm run deploy -- -c stackName=MatchFaces -c 'thumbsPrefix=<another prefix>/'",
  },
  {
    fact: 'a table that is gone',
    changes: { DescribeTable: stack.notFound },
    check: 'Photos table',
    status: 'failed',
    message: 'there is no table Photos in eu-west-1',
    mend: 'aws dynamodb create-table --table-name Photos --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=photoId,AttributeType=S --key-schema AttributeName=photoId,KeyType=HASH --region eu-west-1',
  },
  {
    fact: 'a table with a sort key',
    changes: {
      DescribeTable: stack.photosTable({
        KeySchema: [
          { AttributeName: 'photoId', KeyType: 'HASH' },
          { AttributeName: 'takenAt', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'takenAt', AttributeType: 'N' },
          { AttributeName: 'photoId', AttributeType: 'S' },
        ],
      }),
    },
    check: 'Photos table',
    status: 'failed',
    message:
      'Expected the key photoId (HASH, S) of the table Photos, got photoId (HASH, S) and takenAt (RANGE, N)',
    mend: "npm run deploy -- -c stackName=MatchFaces -c 'photosTable=<another table>'",
  },
  {
    fact: 'a table that cannot be decrypted',
    changes: {
      DescribeTable: stack.photosTable({ TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' }),
    },
    check: 'Photos table',
    status: 'failed',
    message: 'Photos cannot be read: its KMS key is not usable',
    mend: 'see the check of its encryption below',
  },
  {
    fact: 'a collection that is gone',
    changes: { DescribeCollection: stack.notFound },
    check: 'collection',
    status: 'failed',
    message: 'there is no collection family in eu-west-1',
    mend: 'aws rekognition create-collection --collection-id family --region eu-west-1',
  },
  {
    fact: 'an empty collection',
    changes: { DescribeCollection: { FaceCount: 0, FaceModelVersion: '7.0' } },
    check: 'collection',
    status: 'warning',
    message: 'family is empty, face model 7.0: every face will be NoMatch',
    mend: 'npm run enroll -- face.jpg --aws --stack MatchFaces --region eu-west-1',
  },
  {
    fact: 'a Region with few searches a second',
    changes: {
      DescribeStacks: stack.stacks({ ...stack.outputs, SearchesPerSecond: '5' }),
      ListServiceQuotas: stack.quotas(5, 25),
    },
    check: 'Rekognition quotas',
    status: 'warning',
    message: '5 searches and 25 detections a second: 1,000 photos with 4 faces take at least 13 min 20 s',
    mend: 'aws service-quotas request-service-quota-increase --service-code rekognition --quota-code L-00000002 --desired-value 50 --region eu-west-1',
  },
  {
    fact: 'a clock that allows more than the quota',
    changes: { ListServiceQuotas: stack.quotas(5, 25) },
    check: 'Rekognition quotas',
    status: 'warning',
    message: 'the clock allows 50 searches: what is above the quota is refused and tried again',
    mend: 'npm run deploy -- -c stackName=MatchFaces -c searchesPerSecond=5',
  },
  {
    fact: 'a clock that allows less than the quota',
    changes: { ListServiceQuotas: stack.quotas(200, 400) },
    check: 'Rekognition quotas',
    status: 'warning',
    message: 'the clock allows 50 searches: the rest of the quota idles',
    mend: 'npm run deploy -- -c stackName=MatchFaces -c searchesPerSecond=200',
  },
  {
    fact: 'a clock whose turns belong to executions that were stopped',
    changes: {
      GetItem: stack.clockAhead(8_000),
      ListExecutions: { executions: [{ name: 'one' }] },
    },
    check: 'clock',
    status: 'warning',
    message: ' ahead: a photo that comes now waits so long; running now: 1, too few for so many turns',
    mend: 'npm run doctor -- --reset-clock --aws --stack MatchFaces --region eu-west-1',
  },
  {
    fact: 'quotas that are not told',
    changes: { ListServiceQuotas: { Quotas: [] } },
    check: 'Rekognition quotas',
    status: 'warning',
    message: 'not checked: Service Quotas does not tell',
    mend: 'https://eu-west-1.console.aws.amazon.com/servicequotas/home/services/rekognition/quotas',
  },
  {
    fact: "a new account's concurrency",
    changes: {
      GetAccountSettings: {
        AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 },
      },
    },
    check: 'Lambda concurrency',
    status: 'warning',
    message:
      '10 functions at once, of 10 in the account: enough for about 13 searches a second, fewer than the 50 that the clock allows',
    mend: 'aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value 1000 --region eu-west-1',
  },
  {
    fact: 'a check of a thing that is gone',
    changes: { 'GetBucketNotification raw': noBucket },
    check: 'EventBridge switch',
    status: 'failed',
    message: 'not checked: NoSuchBucket: The specified bucket does not exist',
    mend: 'mend the failed check of it',
  },
  {
    fact: 'an error that nobody expects',
    changes: {
      DescribeCollection: new ApiError('InvalidParameterException', 'Request has invalid parameters.'),
    },
    check: 'collection',
    status: 'failed',
    message: 'InvalidParameterException: Request has invalid parameters.',
    mend: 'run it again',
  },
];
