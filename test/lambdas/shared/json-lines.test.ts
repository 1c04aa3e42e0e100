import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { readLines } from '../../../lambdas/shared/json-lines.ts';

test('a connection that is lost among the lines is a ServiceFault, and no end of them', async () => {
  async function* body() {
    yield '"one"\n\n"tw';
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  }
  const send = async () => ({ Body: Readable.from(body()) });
  const s3 = Object.assign(new S3Client({ region: 'us-east-1' }), { send });
  const read: string[] = [];
  const reading = async () => {
    for await (const line of readLines(s3, { bucket: 'thumbs', key: 'runs/mine.jsonl' })) read.push(line);
  };
  await expect(reading()).rejects.toMatchObject({
    name: 'ServiceFault',
    message: expect.stringContaining('ECONNRESET'),
  });
  expect(read).toEqual(['"one"']);
});
