import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { awsCommand } from '../command-line.ts';
import { disposable } from '../connect/clients.ts';
import { type Check, type Connected, failed, ifThere, settingsOf, type Verdict, well } from './check.ts';

export const rawBucketEncryption = bucketEncryption('raw bucket encryption', 'rawBucket');
export const thumbsBucketEncryption = bucketEncryption('thumbs bucket encryption', 'thumbsBucket');

/** That the key of the table's items can be used. */
export const photosTableEncryption: Check = {
  name: 'Photos table encryption',
  actions: ['dynamodb:DescribeTable', 'kms:DescribeKey'],
  async examine(connected) {
    const { photos, deployment } = connected.target;
    const { Table } = await photos.send(new DescribeTableCommand({ TableName: deployment.photosTable }));
    return examineKey(connected, Table?.SSEDescription?.KMSMasterKeyArn, "DynamoDB's own key");
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
      return examineKey(connected, rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID, "S3's own key");
    },
  };
}

/** Whether a KMS key can be used, by its id or ARN. What it may be used by is not asked. */
async function examineKey(connected: Connected, id: string | undefined, without: string): Promise<Verdict> {
  if (id === undefined) return well(without);
  const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  using kms = disposable(new KMSClient(settingsOf(connected)));
  const found = await ifThere(kms.send(new DescribeKeyCommand({ KeyId: id })), 'NotFoundException');
  if (!found) {
    return failed(`there is no KMS key ${id}`, 'encrypt with another key; what this one encrypted is lost');
  }
  const { Arn, KeyId, KeyState } = found.KeyMetadata!;
  const message = `the KMS key ${Arn} is ${KeyState}`;
  const command = (name: string) => awsCommand(connected.options, `kms ${name} --key-id ${KeyId}`);
  switch (KeyState) {
    case 'Enabled':
      return well(message);
    case 'Disabled':
      return failed(message, command('enable-key'));
    case 'PendingDeletion':
      return failed(message, `${command('cancel-key-deletion')} && ${command('enable-key')}`);
    default:
      return failed(message, command('describe-key'));
  }
}
