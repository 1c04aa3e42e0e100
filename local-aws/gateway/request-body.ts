import type { IncomingMessage } from 'node:http';
import { ServiceError } from '../service-error.ts';

/** Reads a whole body; throws RequestEntityTooLargeException (413) as soon as it passes `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop early must not close the connection: the answer still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

const tooLarge = (limit: number) =>
  new ServiceError(
    'RequestEntityTooLargeException',
    `Expected a request body of at most ${limit} bytes`,
    413,
  );
