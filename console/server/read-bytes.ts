import type { IncomingMessage } from 'node:http';
import { readBody } from '@match-faces/local-aws/gateway/request-body.ts';
import { Refusal } from './refusal.ts';

/** Bytes of the largest photo that the workflow takes. */
export const largestPhoto = 150 * 1024 * 1024;

/** A request's whole body; refused as soon as it is too large. */
export async function readBytes(request: IncomingMessage, limit = largestPhoto): Promise<Buffer> {
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > limit) throw tooLarge(limit);
  return readBody(request, limit).catch((error: Error) => {
    throw error.name === 'RequestEntityTooLargeException' ? tooLarge(limit) : error;
  });
}

const tooLarge = (limit: number) =>
  new Refusal(413, 'TooLarge', {
    message: `Expected at most ${limit / 1024 / 1024} MB`,
    whatToDo: 'Make the photo smaller: 150 MB is what the workflow takes.',
  });
