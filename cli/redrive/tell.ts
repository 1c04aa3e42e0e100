import { readableError } from '../../operations/executions/event-error.ts';
import type { Judged } from '../../operations/redrive/judge.ts';
import { printable, shortened } from '../terminal/printable.ts';

/** `redrive  9535d6c386edd2894c9f-20261123-221530-9f3a  photos-raw/party.jpg  CollectionMissing: …` */
export function tellExecution(what: string, { name, key = '', error, cause, reason }: Judged): string {
  const explained = error === undefined ? undefined : readableError(error, cause);
  const why = what === 'not redrivable' ? reason : explained && `${explained.error}: ${explained.cause}`;
  return [what, name, printable(key), printable(shortened(why ?? '', 200))].join('  ').trimEnd();
}
