import type { KeyMetadata } from '@aws-sdk/client-kms';
import { awsSettings } from './aws-settings.ts';
import { type Connected, failed, type Verdict, well } from './check.ts';
import { awsCommand } from './mending-command.ts';

/** Whether a KMS key can be used, by its id or ARN. What it may be used by is not asked. */
export async function examineKey(connected: Connected, keyId: string): Promise<Verdict> {
  const { DescribeKeyCommand, KMSClient } = await import('@aws-sdk/client-kms');
  const { region } = connected.target.deployment;
  const kms = new KMSClient({ ...awsSettings(connected.options), region });
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }));
    return judge(connected, KeyMetadata!);
  } catch (error) {
    if ((error as Error).name !== 'NotFoundException') throw error;
    return failed(
      `there is no KMS key ${keyId}`,
      'encrypt with another key; what this one encrypted is lost',
    );
  } finally {
    kms.destroy();
  }
}

function judge(connected: Connected, { Arn, KeyId, KeyState }: KeyMetadata): Verdict {
  const message = `the KMS key ${Arn} is ${KeyState}`;
  const command = (name: string) => awsCommand(connected, `kms ${name} --key-id ${KeyId}`);
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
