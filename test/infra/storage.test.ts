import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ConfigInvalid, readConfig } from '../../infra/config.ts';
import { workingFileDays } from '../../lambdas/shared/working-file-days.ts';
import { readDefinition } from '../../statemachine/definition.ts';
import { readPage } from '../docs/documents.ts';
import { asText, resourcesOf, synthesize } from './synthesize.ts';

const template = synthesize();
const existing = synthesize({
  rawBucket: 'beetroot-photos',
  thumbsBucket: 'beetroot-thumbs',
  photosTable: 'Photos',
  collectionId: 'beetroot',
});

const stateful = [
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::DynamoDB::Table',
  'AWS::Rekognition::Collection',
];

describe('a new deployment', () => {
  test.each(stateful)('%s survives destroy', (type) => {
    // The clock is nothing to keep.
    const { PaceTable: _, ...kept } = resourcesOf(template, type);
    const resources = Object.values(kept);
    expect(resources.length).toBeGreaterThan(0);
    for (const { DeletionPolicy } of resources) expect(DeletionPolicy).toBe('Retain');
  });

  test('nothing that must survive has a name that the next deployment would meet, but the collection', () => {
    template.resourcePropertiesCountIs('AWS::S3::Bucket', { BucketName: Match.anyValue() }, 0);
    const { PaceTable, ...tables } = resourcesOf<{ TableName?: string }>(template, 'AWS::DynamoDB::Table');
    for (const { Properties } of Object.values(tables)) expect(Properties).not.toHaveProperty('TableName');
    expect(PaceTable!.DeletionPolicy).toBe('Delete');
    template.hasResourceProperties('AWS::Rekognition::Collection', { CollectionId: 'MatchFaces' });
  });

  test('buckets are encrypted and closed to the public', () => {
    template.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
  });

  test('the raw bucket keeps versions and tells EventBridge', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  /** As long as the run's history is kept; a summary names them. */
  const ofRuns = { ExpirationInDays: 90, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } };

  test('working copies of photos expire after the last day of a redrive, files of runs with their history, crops never', () => {
    expect(thumbsRules({})).toEqual([
      { Prefix: 'faces-thumbs/working/', ExpirationInDays: 18 },
      { Prefix: 'faces-thumbs/runs/', ...ofRuns },
    ]);
  });

  test.each(['README.md', 'SECURITY.md', 'docs/deploy.md', 'docs/decisions/cutouts.md'])(
    '%s says for how long they are kept',
    (page) => {
      expect(readPage(page)).toContain(`${workingFileDays} days`);
    },
  );

  test('they outlive the longest execution, its last day of redrive, and the redriven execution', () => {
    const day = 24 * 60 * 60;
    expect(workingFileDays * day).toBeGreaterThanOrEqual(2 * readDefinition().TimeoutSeconds + 14 * day);
    expect(() => readConfig({ thumbsExpiryDays: workingFileDays - 1 })).toThrow(ConfigInvalid);
  });

  test('crops expire when they are told to', () => {
    expect(thumbsRules({ thumbsExpiryDays: 90, thumbsPrefix: 'crops/' })).toEqual([
      { Prefix: 'crops/working/', ExpirationInDays: 18 },
      { Prefix: 'crops/runs/', ...ofRuns },
      { Prefix: 'crops/', ExpirationInDays: 90 },
    ]);
  });

  test('the table is Beetroot’s, on demand, and can be brought back to any second', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: [{ AttributeName: 'photoId', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'photoId', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('a key that is given encrypts the new resource', () => {
    const key = `arn:aws:kms:eu-west-1:123456789012:key/mrk-${'a'.repeat(32)}`;
    const encrypted = synthesize({ rawBucketKey: key, photosTableKey: key });
    encrypted.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: Match.anyValue(),
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
          },
        ],
      },
    });
    encrypted.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { KMSMasterKeyId: key, SSEEnabled: true, SSEType: 'KMS' },
    });
  });
});

describe('a deployment over existing resources', () => {
  test.each(stateful)('makes, replaces and renames no %s', (type) => {
    const { PaceTable: _, ...others } = resourcesOf(existing, type);
    expect(others).toEqual({});
  });

  test('its functions use them', () => {
    const variables = Object.values(
      resourcesOf<{ Environment: { Variables: Record<string, unknown> } }>(existing, 'AWS::Lambda::Function'),
    ).map(({ Properties }) => Properties.Environment.Variables);
    expect(Object.assign({}, ...variables)).toMatchObject({
      RAW_BUCKET: 'beetroot-photos',
      THUMBS_BUCKET: 'beetroot-thumbs',
      PHOTOS_TABLE: 'Photos',
      REKOGNITION_COLLECTION_ID: 'beetroot',
    });
  });

  test('its uploads start executions', () => {
    existing.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { detail: { bucket: { name: ['beetroot-photos'] } } },
    });
  });

  test('what a destroyed stack left is named in its outputs, ready for the next', () => {
    const { Value } = Object.values(template.findOutputs('DeployAgain'))[0]!;
    expect(asText(Value)).toBe(
      'AWS_REGION=<AWS::Region> npm run deploy -- -c stackName=MatchFaces -c rawBucket=<RawPhotosBucket>' +
        ' -c thumbsBucket=<ThumbsBucket> -c photosTable=<PhotosTable> -c collectionId=<FaceCollection>',
    );
  });
});

interface BucketProperties {
  readonly LifecycleConfiguration: {
    readonly Rules: { Prefix: string; ExpirationInDays: number; Status: string }[];
  };
}

function thumbsRules(settings: Record<string, unknown>) {
  const { ThumbsBucket } = resourcesOf<BucketProperties>(synthesize(settings), 'AWS::S3::Bucket');
  return ThumbsBucket!.Properties.LifecycleConfiguration.Rules.map(({ Status, ...rule }) => {
    expect(Status).toBe('Enabled');
    return rule;
  });
}
