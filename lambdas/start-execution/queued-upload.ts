import * as z from 'zod';

/** What of S3's event `Object Created` says which photo it was, and which of its uploads. */
const objectCreated = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1),
      /** Hexadecimal; S3 gives each event of a key another one. */
      sequencer: z.string().regex(/^[0-9A-Za-z]{1,59}$/, 'Expected 1 to 59 hexadecimal digits'),
    }),
  }),
});

const json = z.string().transform((text, { addIssue }) => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    addIssue(`Expected JSON, got ${(error as Error).message}`);
    return z.NEVER;
  }
});

/** One message of the queue: its body is an event that EventBridge put there. */
export const queuedUpload = z.object({ Records: z.tuple([z.object({ body: json.pipe(objectCreated) })]) });

export type QueuedUpload = z.output<typeof queuedUpload>;
