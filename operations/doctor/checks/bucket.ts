import { GetBucketLocationCommand } from '@aws-sdk/client-s3';
import type { Deployment } from '../../../statemachine/deployment.ts';

import { type Check, type Connected, failed, type Verdict, well } from '../check.ts';
import { awsCommand, deployCommand } from '../mending-command.ts';
import { restartLocalCloud } from '../restart-local-cloud.ts';

type BucketName = 'rawBucket' | 'thumbsBucket';

export const rawBucket = bucketCheck('raw bucket', 'rawBucket');
export const thumbsBucket = bucketCheck('thumbs bucket', 'thumbsBucket');

/** That a bucket exists, in the Region of the stack: Rekognition reads from no other. */
function bucketCheck(name: string, which: BucketName): Check {
  return {
    name,
    actions: ['s3:GetBucketLocation'],
    async examine(connected) {
      const { target, options } = connected;
      const bucket = target.deployment[which];
      const found = await regionOf(connected, bucket);
      if (found === undefined) {
        return failed(
          `there is no bucket ${bucket}`,
          options.aws ? awsCommand(connected, `s3 mb s3://${bucket}`) : restartLocalCloud,
        );
      }
      return judge(bucket, found, target.deployment, deployCommand(options, [`${which}=<another bucket>`]));
    },
  };
}

function judge(bucket: string, found: string, { region }: Deployment, mend: string): Verdict {
  if (found === region) return well(`${bucket} in ${region}`);
  return failed(
    `Expected the bucket ${bucket} in ${region}, where the stack is, but it is in ${found}`,
    mend,
  );
}

/** Undefined when there is no such bucket. */
async function regionOf({ target }: Connected, bucket: string): Promise<string | undefined> {
  try {
    const { LocationConstraint } = await target.s3.send(new GetBucketLocationCommand({ Bucket: bucket }));
    // The oldest Region has no name here, and the second oldest had one of its own.
    if (!LocationConstraint) return 'us-east-1';
    return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
  } catch (error) {
    if ((error as Error).name === 'NoSuchBucket') return undefined;
    // A request that was sent to another Region than the bucket's.
    if (/PermanentRedirect|AuthorizationHeaderMalformed/.test((error as Error).name)) return 'another Region';
    throw error;
  }
}
