import { GetObjectCommand, type GetObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import { largestPhoto } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

/** Refuses a key outside the prefix: of the buckets only what the workflow keeps is shown. */
export function keyUnder(prefix: string, key: string): void {
  if (key.startsWith(prefix) && key !== prefix) return;
  throw new Refusal(400, 'BadRequest', {
    message: `Expected a key under "${prefix}", got ${JSON.stringify(key)}`,
    whatToDo: 'Reload the page.',
    field: 'key',
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
