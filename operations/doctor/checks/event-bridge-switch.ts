import { type Check, type Connected, failed, warning, well } from '../check.ts';
import { awsCommand } from '../mending-command.ts';
import { readUploadListeners } from '../upload-listeners.ts';

/** That the raw bucket tells EventBridge of uploads; without that none starts an execution. */
export const eventBridgeSwitch: Check = {
  name: 'EventBridge switch',
  actions: ['s3:GetBucketNotification'],
  async examine(connected) {
    const { rawBucket: bucket, rawPrefix } = connected.target.deployment;
    const key = `${rawPrefix}party.jpg`;
    const { eventBridge, others } = await readUploadListeners(connected.target.s3, { bucket, key });
    if (!eventBridge) {
      return failed(
        `${bucket} does not tell EventBridge: uploads start no execution`,
        switchOn(connected, bucket),
      );
    }
    if (others.length > 0) {
      return warning(
        `${bucket} tells EventBridge, and also ${others.join(', ')}: the same photo is processed there, too`,
        `if that is not meant, delete the notification in the bucket's properties, in the S3 console`,
      );
    }
    return well(`${bucket} tells EventBridge of uploads`);
  },
};

/** A put replaces the whole configuration: what is there goes with it, and nothing is put if it cannot be read. */
function switchOn(connected: Connected, bucket: string): string {
  const get = awsCommand(connected, `s3api get-bucket-notification-configuration --bucket ${bucket}`);
  const put = awsCommand(connected, `s3api put-bucket-notification-configuration --bucket ${bucket}`);
  const merge = `jq -s '(.[0] // {}) + {EventBridgeConfiguration: {}}'`;
  return `before=$(${get}) && ${put} --notification-configuration "$(printf %s "$before" | ${merge})"`;
}
