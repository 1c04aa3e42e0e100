import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { type Check, type Connected, well } from '../check.ts';
import { examineKey } from '../kms-key.ts';

export const rawBucketEncryption = bucketEncryption('raw bucket encryption', 'rawBucket');
export const thumbsBucketEncryption = bucketEncryption('thumbs bucket encryption', 'thumbsBucket');

/** That the key of the table's items can be used. */
export const photosTableEncryption: Check = {
  name: 'Photos table encryption',
  actions: ['dynamodb:DescribeTable', 'kms:DescribeKey'],
  async examine(connected) {
    const { photos, deployment } = connected.target;
    const { Table } = await photos.send(new DescribeTableCommand({ TableName: deployment.photosTable }));
    return judgeKey(connected, Table?.SSEDescription?.KMSMasterKeyArn, "DynamoDB's own key");
  },
};

/** That the key with which a bucket encrypts new objects can be used. */
function bucketEncryption(name: string, which: 'rawBucket' | 'thumbsBucket'): Check {
  return {
    name,
    actions: ['s3:GetEncryptionConfiguration', 'kms:DescribeKey'],
    async examine(connected) {
      const { s3, deployment } = connected.target;
      const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket: deployment[which] }));
      const [rule] = answer.ServerSideEncryptionConfiguration?.Rules ?? [];
      return judgeKey(connected, rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID, "S3's own key");
    },
  };
}

const judgeKey = (connected: Connected, keyId: string | undefined, without: string) =>
  keyId === undefined ? well(without) : examineKey(connected, keyId);
