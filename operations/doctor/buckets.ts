import { GetBucketLocationCommand, type S3Client } from '@aws-sdk/client-s3';
import { deployCommand } from '../command-line.ts';
import { type Check, failed, makingCommand, well } from './check.ts';

export const rawBucket = bucketCheck('raw bucket', 'rawBucket');
export const thumbsBucket = bucketCheck('thumbs bucket', 'thumbsBucket');

/** That a bucket exists, in the Region of the stack: Rekognition reads from no other. */
function bucketCheck(name: string, which: 'rawBucket' | 'thumbsBucket'): Check {
  return {
    name,
    actions: ['s3:GetBucketLocation'],
    async examine(connected) {
      const { s3, deployment } = connected.target;
      const { [which]: bucket, region } = deployment;
      const found = await regionOf(s3, bucket);
      if (found === undefined) {
        return failed(`there is no bucket ${bucket}`, makingCommand(connected, `s3 mb s3://${bucket}`));
      }
      if (found === region) return well(`${bucket} in ${region}`);
      return failed(
        `Expected the bucket ${bucket} in ${region}, where the stack is, but it is in ${found}`,
        deployCommand(connected.options, connected.target.deployment, [`${which}=<another bucket>`]),
      );
    },
  };
}

/** Undefined when there is no such bucket. */
async function regionOf(s3: S3Client, bucket: string): Promise<string | undefined> {
  try {
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
    // The oldest Region has no name here, and the second oldest had one of its own.
    if (!LocationConstraint) return 'us-east-1';
    return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') return undefined;
    // A request that was sent to another Region than the bucket's.
    if (/PermanentRedirect|AuthorizationHeaderMalformed/.test(name)) return 'another Region';
    throw error;
  }
}

/** That no crop is stored where an upload starts an execution: each would start the next. */
export const prefixes: Check = {
  name: 'prefixes',
  actions: [],
  examine({ target, options }) {
    const { rawBucket, rawPrefix, thumbsBucket, thumbsPrefix } = target.deployment;
    // Working copies have a prefix below that of the crops: neither may lie in the other.
    const overlap = thumbsPrefix.startsWith(rawPrefix) || rawPrefix.startsWith(thumbsPrefix);
    if (rawBucket === thumbsBucket && overlap) {
      return failed(
        `Expected the prefixes of photos and crops apart in the bucket ${rawBucket}, got ${rawPrefix} and ${thumbsPrefix}: crops would start executions`,
        deployCommand(options, target.deployment, ['thumbsPrefix=<another prefix>/']),
      );
    }
    return well(`photos under ${rawPrefix}, crops under ${thumbsPrefix}`);
  },
};
