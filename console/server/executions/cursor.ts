import * as z from 'zod';

/** Where a list goes on: after this execution, in the page of that token. */
export interface Position {
  readonly token?: string;
  readonly after?: { readonly name: string; readonly startedAt: number };
}

const position = z.strictObject({
  token: z.string().optional(),
  after: z.strictObject({ name: z.string(), startedAt: z.number() }).optional(),
});

export const writeCursor = (given: Position): string =>
  Buffer.from(JSON.stringify(given)).toString('base64url');

/** Throws ZodError, which names the field. */
export const readCursor = (cursor: string | undefined): Position =>
  z.object({ cursor: z.string().transform(decode).optional() }).parse({ cursor }).cursor ?? {};

function decode(cursor: string, context: z.core.$RefinementCtx): Position {
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    context.issues.push({
      code: 'custom',
      input: cursor,
      message: 'Expected the cursor of an earlier page',
    });
    return z.NEVER;
  }
}
