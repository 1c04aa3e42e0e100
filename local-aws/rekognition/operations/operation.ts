import type { z } from 'zod';
import type { Collection } from '../collections/collection.ts';
import type { Collections } from '../collections/collections.ts';
import type { FaceEngine } from '../face-engine.ts';
import type { ReadObject } from '../image.ts';
import { invalidParameter, parseRequest } from '../request.ts';

/** What the operations work on. */
export interface OperationContext {
  readonly engine: FaceEngine;
  readonly collections: Collections;
  readonly readObject: ReadObject;
  readonly searchesTellUsers: boolean;
}

/** Answers a request of AWS's JSON protocol. */
export type Operation = (input: unknown, context: OperationContext) => Promise<object>;

/** One that is given what satisfies the schema; anything else is an InvalidParameterException. */
export const operation =
  <Request, Answer extends object>(
    schema: z.ZodType<Request>,
    answer: (request: Request, context: OperationContext) => Promise<Answer>,
  ): Operation =>
  async (input, context) =>
    answer(parseRequest(schema, input), context);

/**
 * The collection, when its descriptors are this engine's. AWS keeps the model of every collection running; here
 * an older one is refused, because comparing descriptors of two engines mean nothing.
 */
export function comparableCollection({ engine, collections }: OperationContext, id: string): Collection {
  const collection = collections.get(id);
  const { faceModelVersion } = collection.header;
  if (faceModelVersion !== engine.version) {
    throw invalidParameter(
      `expected a collection of face model ${engine.version}, ${id} is of ${faceModelVersion}; ` +
        `aws rekognition delete-collection --collection-id ${id}, create it anew and index the photos again`,
    );
  }
  return collection;
}
