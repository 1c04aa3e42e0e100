import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { longestKey } from '../../../operations/photos/check-key.ts';
import { largestPhoto } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

/** Refuses a key outside the prefix: of the buckets only what the workflow keeps is shown. */
export function keyUnder(prefix: string, key: string): void {
  if (key.startsWith(prefix) && key !== prefix && isKey(key)) return;
  throw new Refusal(400, 'BadRequest', {
    message: `Expected a key under "${prefix}", got ${JSON.stringify(key)}`,
    whatToDo: 'Reload the page.',
    field: 'key',
  });
}

/** Whether S3 takes it: 1,024 bytes, and no more `..` than names before them. */
function isKey(key: string): boolean {
  if (!key.isWellFormed() || Buffer.byteLength(key) > longestKey) return false;
  let depth = 0;
  return key.split('/').every((segment) => {
    if (segment === '..') depth -= 1;
    else if (segment !== '.' && segment !== '') depth += 1;
    return depth >= 0;
  });
}

/** Reads an object whole. Throws what S3 answered, and Refusal for one that is larger than any photo. */
export async function readObject(s3: S3Client, request: GetObjectCommandInput): Promise<Buffer> {
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand(request));
  if (ContentLength > largestPhoto) {
    (Body as { destroy?: () => void }).destroy?.();
    throw new Refusal(422, 'TooLarge', {
      message: `Expected a photo of at most 150 MB, got ${ContentLength} bytes`,
      whatToDo: 'Make the photo smaller, and upload it again.',
    });
  }
  return Buffer.from(await Body!.transformToByteArray());
}
