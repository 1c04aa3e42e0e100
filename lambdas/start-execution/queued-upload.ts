import * as z from 'zod/mini';

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

const json = z.pipe(
  z.string(),
  z.transform((text, { issues }) => {
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      issues.push({ code: 'custom', message: `Expected JSON, got ${(error as Error).message}`, input: text });
      return z.NEVER;
    }
  }),
);

/** One message of the queue: its body is an event that EventBridge put there. */
export const queuedUpload = z.object({ Records: z.tuple([z.object({ body: z.pipe(json, objectCreated) })]) });

export type QueuedUpload = z.output<typeof queuedUpload>;
