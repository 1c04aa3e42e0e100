import type { Judged } from './judge.ts';

/** A sentence or two for a person about what is to be done about one execution. */
export function explainVerdict({
  verdict,
  error,
  reason,
}: Pick<Judged, 'verdict' | 'error' | 'reason'>): string {
  switch (verdict) {
    case 'redrive':
      return 'It ended before the photo was recorded. Mend what the error names, then redrive: it goes on where it stopped, and only unfinished faces are searched again.';
    case 'start again':
      return startAgain(error);
    case 'wrong input':
      return 'The error names what is wrong with what it was given, and nothing is recorded. Start a new execution with that put right; a redrive would only end here again.';
    case 'recorded since':
      return 'A later execution has recorded the photo: nothing is left to do.';
    case 'not redrivable':
      return `Step Functions does not redrive it${reason ? ` (${reason})` : ''}. Start a new execution.`;
  }
}

function startAgain(error: string | undefined): string {
  switch (error) {
    case 'PhotoFailed':
      return 'The photo cannot be used, and is recorded as FAILED. Mend or replace the photo, then start a new execution; a redrive would only end here again.';
    case 'FacesFailed':
      return 'The photo is recorded as PARTIAL. Start a new execution, which searches all its faces; a redrive would only end here again.';
    case 'PhotoChanged':
      return 'The photo was overwritten while it was worked on, and the new one starts its own execution. Start one yourself if it did not; a redrive would only end here again.';
    default:
      return 'What the execution would go on with is gone, or at fault, and nothing is recorded. Start a new execution; a redrive would only end here again.';
  }
}
