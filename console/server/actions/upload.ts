import { HeadObjectCommand } from '@aws-sdk/client-s3';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { refuseBorrowed } from '../../../operations/connect.ts';
import { executionName } from '../../../operations/executions/execution-name.ts';
import { startExecution } from '../../../operations/match/start-execution.ts';
import { judgePhoto, tellRefused } from '../../../operations/photos/judge-photo.ts';
import { putPhoto } from '../../../operations/photos/upload-photo.ts';
import type { Uploaded, uploadQuery } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

/** Puts a photo into the bucket; where that starts no execution, starts one. */
export async function upload(
  target: Target,
  { name, replace }: z.output<typeof uploadQuery>,
  bytes: Buffer,
): Promise<Uploaded> {
  refuseBorrowed(target);
  const { rawBucket: bucket, rawPrefix, stateMachineArn } = target.deployment;
  const key = `${rawPrefix}${name}`;
  if (name.startsWith('/') || name.endsWith('/') || bytes.length === 0) {
    const what = bytes.length === 0 ? 'a photo that is empty' : JSON.stringify(name);
    throw new Refusal(400, 'BadRequest', {
      message: `Expected a photo with a name such as party.jpg or 2024/party.jpg, got ${what}`,
      whatToDo: 'Choose a photo.',
      field: bytes.length === 0 ? 'body' : 'name',
    });
  }
  refuseFormat(name, bytes);
  await putPhoto(target.s3, bytes, { bucket, key }, { onlyNew: replace === 'false' }).catch(
    (error: Error) => {
      throw error.name === 'PreconditionFailed' ? photoExists(key) : error;
    },
  );
  const { LastModified } = await target.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const uploaded = { key, bytes: bytes.length, uploadedAt: LastModified!.toISOString() };
  if (target.startOnUpload) return uploaded;
  return {
    ...uploaded,
    execution: executionName(await startExecution(target.sfn, stateMachineArn, { key })),
  };
}

/** What the workflow would only record as FAILED; what is no image at all, it says best itself. */
function refuseFormat(name: string, bytes: Buffer): void {
  const judged = judgePhoto(bytes);
  if (!judged || !('is' in judged)) return;
  throw new Refusal(422, 'PhotoUnsupported', {
    message: `${name} is ${tellRefused(judged)}`,
    whatToDo: 'Upload it again in a format that is taken.',
    field: 'body',
  });
}

const photoExists = (key: string) =>
  new Refusal(409, 'PhotoExists', {
    message: `Expected a new photo, but there is one at ${key}`,
    whatToDo: 'Rename it, or replace the photo that is there.',
    field: 'name',
  });
