import { expect, test } from 'vitest';
import { linesOf, list, resourceStatements, roleStatements, type Statement } from './statements.ts';
import { synthesize } from './synthesize.ts';

const template = synthesize();
const here = '<AWS::Region>:<AWS::AccountId>';
const arn = 'arn:<AWS::Partition>';
const ours = 'when aws:ResourceAccount is <AWS::AccountId>';
const secure = 'to * when aws:SecureTransport is false';

const describeAll = (all: Record<string, Statement[]>) =>
  Object.fromEntries(Object.entries(all).map(([name, statements]) => [name, linesOf(statements)]));

test('every role has these permissions and no others', () => {
  expect(describeAll(roleStatements(template))).toEqual({
    DetectFaces: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <DetectFacesLogs>',
      'Allow rekognition:DetectFaces xray:PutTelemetryRecords xray:PutTraceSegments on *',
      `Allow s3:GetObject s3:GetObjectVersion on <RawPhotosBucket>/photos-raw/* ${ours}`,
      `Allow s3:ListBucket on <RawPhotosBucket> ${ours}`,
      `Allow s3:GetObject s3:GetObjectVersion s3:PutObject on <ThumbsBucket>/faces-thumbs/working/* ${ours}`,
      `Allow dynamodb:UpdateItem on ${arn}:dynamodb:${here}:table/MatchFaces-Pace`,
    ],
    CropAndSearch: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <CropAndSearchLogs>',
      'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
      `Allow s3:GetObject on <RawPhotosBucket>/photos-raw/* <ThumbsBucket>/faces-thumbs/working/* ${ours}`,
      `Allow s3:ListBucket on <RawPhotosBucket> <ThumbsBucket> ${ours}`,
      `Allow s3:PutObject on <ThumbsBucket>/faces-thumbs/* ${ours}`,
      'Deny s3:PutObject on <ThumbsBucket>/faces-thumbs/runs/* <ThumbsBucket>/faces-thumbs/working/*',
      `Allow rekognition:SearchFacesByImage on ${arn}:rekognition:${here}:collection/<FaceCollection>`,
    ],
    RecordMatches: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <RecordMatchesLogs>',
      'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
      `Allow dynamodb:UpdateItem on ${arn}:dynamodb:${here}:table/<PhotosTable>`,
    ],
    SelectPhotos: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <SelectPhotosLogs>',
      'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
      `Allow s3:ListBucket on <RawPhotosBucket> <ThumbsBucket> ${ours}`,
      `Allow dynamodb:BatchGetItem dynamodb:Scan on ${arn}:dynamodb:${here}:table/<PhotosTable>`,
      `Allow s3:GetObject s3:PutObject on <ThumbsBucket>/faces-thumbs/runs/* ${ours}`,
    ],
    Summarise: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <SummariseLogs>',
      'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
      `Allow s3:GetObject s3:PutObject on <ThumbsBucket>/faces-thumbs/runs/* ${ours}`,
    ],
    Reprocess: [
      'Allow logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups' +
        ' logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy' +
        ' logs:UpdateLogDelivery xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords' +
        ' xray:PutTraceSegments on *',
      'Allow lambda:InvokeFunction on <SelectPhotos> <Summarise> <SelectPhotos>:$LATEST <Summarise>:$LATEST',
      'Allow s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject' +
        ` on <ThumbsBucket>/faces-thumbs/runs/* ${ours}`,
      `Allow states:StartExecution on ${arn}:states:${here}:stateMachine:MatchFaces-ReprocessPhotos <Workflow>`,
      'Allow states:DescribeExecution states:StopExecution' +
        ` on ${arn}:states:${here}:execution:MatchFaces-ReprocessPhotos:* ${arn}:states:${here}:execution:MatchFaces:*`,
      'Allow states:DescribeExecution states:RedriveExecution states:StopExecution' +
        ` on ${arn}:states:${here}:execution:MatchFaces-ReprocessPhotos/Photos:*`,
      'Allow events:DescribeRule events:PutRule events:PutTargets' +
        ` on ${arn}:events:${here}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule`,
    ],
    Workflow: [
      'Allow logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups' +
        ' logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy' +
        ' logs:UpdateLogDelivery xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords' +
        ' xray:PutTraceSegments on *',
      'Allow lambda:InvokeFunction on <CropAndSearch> <DetectFaces> <RecordMatches>' +
        ' <CropAndSearch>:$LATEST <DetectFaces>:$LATEST <RecordMatches>:$LATEST',
    ],
    UploadTriggerQueueStartMatch: [
      'Allow logs:CreateLogStream logs:PutLogEvents on <UploadTriggerQueueStartMatchLogs>',
      'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *',
      'Allow sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage on <UploadTriggerQueueWaiting>',
      'Allow states:StartExecution on <Workflow>',
    ],
  });
});

test('no statement about a bucket leaves open whose it is', () => {
  const ofBuckets = Object.values(roleStatements(template))
    .flat()
    .filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && list(Action).some((action) => /^s3:/.test(String(action))),
    );
  expect(ofBuckets.length).toBeGreaterThan(5);
  for (const { Condition } of ofBuckets) {
    expect(Condition).toEqual({ StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } });
  }
});

test('buckets and queues refuse what is not encrypted on its way, and let in who delivers', () => {
  const logs = (prefix: string, from: string) =>
    `Allow s3:PutObject on <AccessLogs>/${prefix}/* to logging.s3.amazonaws.com` +
    ` when aws:SourceArn is <${from}> and aws:SourceAccount is <AWS::AccountId>`;
  expect(describeAll(resourceStatements(template, 'AWS::S3::BucketPolicy'))).toEqual({
    RawPhotosBucketPolicy: [`Deny s3:* on <RawPhotosBucket> <RawPhotosBucket>/* ${secure}`],
    ThumbsBucketPolicy: [`Deny s3:* on <ThumbsBucket> <ThumbsBucket>/* ${secure}`],
    AccessLogsPolicy: [
      `Deny s3:* on <AccessLogs> <AccessLogs>/* ${secure}`,
      logs('RawPhotos', 'RawPhotosBucket'),
      logs('Thumbs', 'ThumbsBucket'),
    ],
  });
  expect(describeAll(resourceStatements(template, 'AWS::SQS::QueuePolicy'))).toEqual({
    UploadTriggerUndeliveredPolicy: [
      `Deny sqs:* on <UploadTriggerUndelivered> ${secure}`,
      'Allow sqs:SendMessage on <UploadTriggerUndelivered> to events.amazonaws.com' +
        ' when aws:SourceArn is <UploadTriggerPhotoUploaded>',
    ],
    UploadTriggerQueueWaitingPolicy: [
      `Deny sqs:* on <UploadTriggerQueueWaiting> ${secure}`,
      'Allow sqs:GetQueueAttributes sqs:GetQueueUrl sqs:SendMessage on <UploadTriggerQueueWaiting>' +
        ' to events.amazonaws.com when aws:SourceArn is <UploadTriggerPhotoUploaded>',
    ],
  });
});

test('only the service of its function can take a role', () => {
  const trusted = Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) =>
    linesOf(withoutResource(Properties.AssumeRolePolicyDocument.Statement)),
  );
  expect(trusted).toEqual([
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
    'Allow sts:AssumeRole on  to states.amazonaws.com when ' +
      `aws:SourceArn is ${arn}:states:${here}:stateMachine:* and aws:SourceAccount is <AWS::AccountId>`,
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
    'Allow sts:AssumeRole on  to states.amazonaws.com when ' +
      `aws:SourceArn is ${arn}:states:${here}:stateMachine:* and aws:SourceAccount is <AWS::AccountId>`,
    'Allow sts:AssumeRole on  to lambda.amazonaws.com',
  ]);
  expect(Object.keys(template.findResources('AWS::IAM::ManagedPolicy'))).toEqual([]);
});

const withoutResource = (statements: Statement[]) => statements.map((each) => ({ ...each, Resource: '' }));

test('with keys, each function may use the key of what it reads or writes, for that', () => {
  const key = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/mrk-${id.repeat(32)}`;
  const [raw, thumbs, photos] = [key('a'), key('b'), key('c')];
  const encrypted = synthesize({ rawBucketKey: raw, thumbsBucketKey: thumbs, photosTableKey: photos });
  const ofKeys = Object.entries(roleStatements(encrypted)).map(([name, statements]) => [
    name,
    linesOf(statements.filter(({ Action }) => list(Action).some((action) => /^kms:/.test(String(action))))),
  ]);
  expect(Object.fromEntries(ofKeys)).toEqual({
    DetectFaces: [`Allow kms:Decrypt on ${raw} ${thumbs}`, `Allow kms:GenerateDataKey on ${thumbs}`],
    CropAndSearch: [`Allow kms:Decrypt on ${raw} ${thumbs}`, `Allow kms:GenerateDataKey on ${thumbs}`],
    RecordMatches: [`Allow kms:Decrypt on ${photos}`],
    SelectPhotos: [`Allow kms:Decrypt on ${thumbs} ${photos}`, `Allow kms:GenerateDataKey on ${thumbs}`],
    Summarise: [`Allow kms:Decrypt kms:GenerateDataKey on ${thumbs}`],
    Reprocess: [`Allow kms:Decrypt kms:GenerateDataKey on ${thumbs}`],
    Workflow: [],
    UploadTriggerQueueStartMatch: [],
  });
});

test('no secret is in a function’s environment', () => {
  for (const { Properties } of Object.values(template.findResources('AWS::Lambda::Function'))) {
    expect(Object.keys(Properties.Environment.Variables).join()).not.toMatch(/key_id|secret|token|password/i);
  }
});
