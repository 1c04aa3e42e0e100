import { projectCommand } from '../../operations/command-line.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import { readableError } from '../../operations/executions/event-error.ts';
import type { Judged } from '../../operations/redrive/judge.ts';
import type { Ending, Redriven } from '../../operations/redrive/redrive-executions.ts';
import { whatHelps } from '../../operations/redrive/what-helps.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';

export const nothingToRedrive = 'No execution of the last 14 days failed, timed out or was aborted';

/** More keys than fit a command are told by what they have in common. */
const mostKeysNamed = 20;

/** Counts how redriven executions ended, and keeps the keys of photos that need a new one. */
export class RedriveSummary {
  readonly #endings = new Map<Ending, number>();
  readonly #toStartAgain = new Set<string>();
  /** Only records that are PARTIAL or FAILED are found by `reprocess --failed`. */
  #allRecorded = true;

  add(redriven: Redriven): void {
    const { ending, key } = redriven;
    this.#endings.set(ending, this.count(ending) + 1);
    const needsNew =
      ending === 'start again' || (ending === 'failed again' && whatHelps(redriven.error) === 'start again');
    if (!needsNew || key === undefined) return;
    this.#toStartAgain.add(key);
    this.#allRecorded &&= redriven.error === 'FacesFailed' || redriven.error === 'PhotoFailed';
  }

  count(ending: Ending): number {
    return this.#endings.get(ending) ?? 0;
  }

  get total(): number {
    return this.#endings.values().reduce((sum, count) => sum + count, 0);
  }

  /** A row for each way in which executions of the cloud ended. */
  describe(cloud: TargetOptions): string {
    const meanings = meaningsIn(cloud);
    const rows = (Object.keys(meanings) as Ending[])
      .filter((ending) => this.count(ending) > 0)
      .map((ending) => [ending, String(this.count(ending)), meanings[ending]]);
    if (rows.length === 0) return nothingToRedrive;
    return [table(columns, rows), ...this.#hint(cloud)].join('\n');
  }

  #hint(cloud: TargetOptions): string[] {
    const keys = [...this.#toStartAgain].sort();
    if (keys.length === 0) return [];
    const command =
      keys.length <= mostKeysNamed || !this.#allRecorded
        ? projectCommand(cloud, 'reprocess', keys)
        : projectCommand(cloud, 'reprocess', [], { failed: true });
    return [`Start again with: ${command}`];
  }
}

/** In the order in which they are told. */
const meaningsIn = (cloud: TargetOptions): Readonly<Record<Ending, string>> => ({
  redriven: 'succeeded',
  'failed again': `mend it, and redrive again; look with: ${projectCommand(cloud, 'executions', [], { status: 'FAILED' })}`,
  'start again':
    'its record is written, or what it would go on with is gone or at fault: a redrive would only end again',
  'wrong input': 'start it anew with what its error names put right: a redrive would only end again',
  'recorded since': 'a later execution recorded the photo',
  'not redrivable': 'Step Functions refuses it',
});

const columns = [{ title: 'ending' }, { title: 'executions', align: 'right' }, { title: '' }] as const;

/** `redrive  9535d6c386edd2894c9f-20261123-221530-9f3a  photos-raw/party.jpg  CollectionMissing: …` */
export function tellExecution(what: string, { name, key = '', error, cause, reason }: Judged): string {
  const explained = error === undefined ? undefined : readableError(error, cause);
  const why = what === 'not redrivable' ? reason : explained && `${explained.error}: ${explained.cause}`;
  return [what, name, printable(key), printable(shortened(why ?? '', 200))].join('  ').trimEnd();
}
