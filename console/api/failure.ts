import * as z from 'zod/mini';

/** What every refused or failed request is answered with, beside its HTTP status. */
export const failure = z.object({
  error: z.object({
    /** `BadRequest`, `ExecutionDoesNotExist`, …: of this server or of the service that it asked. */
    name: z.string(),
    /** What was expected, where, and what came. */
    message: z.string(),
    /** A sentence for whoever sees it. */
    whatToDo: z.string(),
    /** Of the request, when one field is to blame: `threshold`, `keys.2`. */
    field: z.optional(z.string()),
  }),
});
export type Failure = z.infer<typeof failure>['error'];
