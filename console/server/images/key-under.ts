import { Refusal } from '../refusal.ts';

/** Refuses a key outside the prefix: of the buckets only what the workflow keeps is shown. */
export function keyUnder(prefix: string, key: string): void {
  if (key.startsWith(prefix) && key !== prefix) return;
  throw new Refusal(400, 'BadRequest', {
    message: `Expected a key under "${prefix}", got ${JSON.stringify(key)}`,
    whatToDo: 'Reload the page.',
    field: 'key',
  });
}
