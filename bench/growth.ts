/** `npm run bench:growth`: what becomes of time and memory when there is more of everything. */
import { Command, Option } from 'commander';
import { runCommand } from '../cli/command/run-command.ts';
import { type GrowthRow, growthOf } from './growth/grow.ts';
import type { Subject } from './growth/subject.ts';
import { collection } from './growth/subjects/collection.ts';
import { events } from './growth/subjects/events.ts';
import { executions } from './growth/subjects/executions.ts';
import { faces } from './growth/subjects/faces.ts';
import { objects } from './growth/subjects/objects.ts';
import { photos } from './growth/subjects/photos.ts';
import { records } from './growth/subjects/records.ts';
import { report } from './report.ts';

const subjects: Readonly<Record<string, Subject>> = {
  photos,
  faces,
  executions,
  events,
  collection,
  objects,
  records,
};

const command = new Command('npm run bench:growth --')
  .description(
    'Time and memory of the local cloud as photos, faces, executions, histories, the collection, buckets and the ' +
      'table grow, step by step, with the exponents. Rekognition answers at once, without looking at pictures. ' +
      'Takes about five minutes.',
  )
  .addOption(new Option('--only <subjects...>', 'what is to grow').choices(Object.keys(subjects)))
  .option('--json', 'the rows as JSON on stdout')
  .action(measure);

/** Below it time grows no faster than what it is spent on, give or take what a busy machine does. */
const tolerated = 1.15;

/** CPU milliseconds; what takes less says little. */
const telling = 100;

const explanations = [
  'Exponents are from the size above: 1 is in proportion, 0 is the same whatever the size.',
  'CPU is of the cloud and its client, of all threads. Memory is of the cloud after a collection: the heap of its',
  'main thread, and the resident memory of the process with the threads of all functions.',
];

await runCommand(command);

async function measure({ only = Object.keys(subjects), json }: { only?: string[]; json?: boolean }) {
  const rows: GrowthRow[] = [];
  for (const name of only) rows.push(...(await growthOf(subjects[name]!)));
  report(rows, { json, notes: ['', ...worseThanLinear(rows), ...explanations] });
}

function worseThanLinear(rows: readonly GrowthRow[]): string[] {
  const worse = rows.filter(
    ({ cpuMs, cpuExponent = 0, heapExponent = 0 }) =>
      (cpuMs >= telling && cpuExponent > tolerated) || heapExponent > tolerated,
  );
  if (worse.length === 0) return ['Nothing is worse than linear.'];
  return worse.map(({ grows, step, size }) => `Worse than linear: ${grows}, ${step}, at ${size}.`);
}
