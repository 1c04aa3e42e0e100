import * as z from 'zod/mini';
import { InvalidInput } from '../shared/errors.ts';
import { describeIssues } from '../shared/lambda.ts';

/** What Lambda takes out of the queue at once: each body is an event that EventBridge put there. */
export const queuedUploads = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
export type QueuedUploads = z.output<typeof queuedUploads>;

/** What of S3's event `Object Created` says which photo it was, and which of its uploads. */
const objectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({
      key: z.string().check(z.minLength(1)),
      /** Hexadecimal; S3 gives each event of a key another one. */
      sequencer: z.string().check(z.regex(/^[0-9A-Za-z]{1,59}$/, 'Expected 1 to 59 hexadecimal digits')),
    }),
  }),
});

export interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly sequencer: string;
}

/** Throws InvalidInput for what is no such event. */
export function readUpload(body: string): Upload {
  const { data, error } = objectCreated.safeParse(parse(body));
  if (!data) throw new InvalidInput(`Expected S3's event of a new object: ${describeIssues(error.issues)}`);
  const { bucket, object } = data.detail;
  return { bucket: bucket.name, key: object.key, sequencer: object.sequencer };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidInput(`Expected S3's event of a new object, got no JSON: ${(error as Error).message}`);
  }
}
