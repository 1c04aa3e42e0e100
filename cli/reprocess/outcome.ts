import type { RedPhoto } from '../../lambdas/summarise/red-photo.ts';
import { projectCommand } from '../../operations/command-line.ts';
import type { TargetOptions } from '../../operations/connect.ts';
import { plural } from '../../operations/match/totals.ts';
import type { Run, RunProgress } from '../../operations/reprocess/run.ts';
import { type RunEnding, type RunSummary, runEnding } from '../../statemachine/reprocess-payloads.ts';
import { printable, shortened } from '../terminal/printable.ts';
import { table } from '../terminal/table.ts';

const meanings: Readonly<Partial<Record<RunEnding, string>>> = {
  PARTIAL: 'some faces failed',
  FAILED: 'photos that cannot be used',
  superseded: 'a later execution recorded the photo',
  'not recorded': 'their executions ended before they recorded anything',
};

const endingColumns = [{ title: 'status' }, { title: 'photos', align: 'right' }, { title: '' }] as const;
const reasonColumns = [
  { title: 'to look at' },
  { title: 'photos', align: 'right' },
  { title: 'such as' },
] as const;

/** Of a run that went to its end: how its photos ended, what changed, what needs a look, and how to run the red ones again. */
export function describeSummary(cloud: TargetOptions, summary: RunSummary): string {
  const { photos, endings, matched, unmatched, needALook, manifest, red } = summary;
  const rows = runEnding.options.flatMap((ending) => {
    const count = endings[ending];
    return count === undefined ? [] : [[ending, String(count), meanings[ending] ?? '']];
  });
  const looks = needALook.map(({ reason, photos: count, keys }) => [
    reason,
    String(count),
    printable(keys[0]!),
  ]);
  const change = ({ before, after }: { before: number; after: number }) => `${after} (${before} before)`;
  return [
    table(endingColumns, rows),
    ...(looks.length > 0 ? [table(reasonColumns, looks)] : []),
    `${plural(photos, 'photo')}: faces matched ${change(matched)}, unmatched ${change(unmatched)}`,
    ...(manifest
      ? [
          `To run the ${plural(red, 'red photo')} again, once mended: ${projectCommand(cloud, 'reprocess', [], { manifest })}`,
        ]
      : []),
  ].join('\n');
}

/** Of a run that did not: how far it came, why it stopped, and what some of its red photos met. */
export function describeFailure(
  { error, cause }: NonNullable<Run['failure']>,
  progress: RunProgress | undefined,
  red: readonly RedPhoto[],
): string {
  const done = progress
    ? [`${progress.green} of ${plural(progress.photos, 'photo')} processed, ${progress.red} red`]
    : [];
  const examples = red.map(
    ({ key, reason, cause: told }) => `${printable(key)}  ${printable(shortened(`${reason}: ${told}`, 300))}`,
  );
  return [...done, ...examples, `The run ended: ${printable(`${error}: ${cause}`)}`].join('\n');
}
