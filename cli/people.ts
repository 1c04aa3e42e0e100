import { Command } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect } from '../operations/connect.ts';
import { type ListedPerson, listPeople } from '../operations/people/list-people.ts';
import { readThreshold } from './command/option-values.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { merge } from './people/merge.ts';
import { printable } from './terminal/printable.ts';
import { table } from './terminal/table.ts';

interface Options extends GivenTargetOptions {
  readonly json?: boolean;
  readonly merge?: boolean;
  readonly threshold: number;
  readonly yes?: boolean;
}

export const command = new Command('npm run people --')
  .description('Lists everybody who has a name, with their faces and in how many photos they were found.')
  .option('--json', 'one JSON object per person and line on stdout, and nothing else there')
  .option(
    '--merge',
    'instead: search every face of the collection in it, and give persons who are one a name in common; asks before, for AWS bills each search',
  )
  .option(
    '--threshold <percent>',
    'with --merge: similarity from which two faces are one person',
    readThreshold,
    95,
  )
  .option('--yes', 'with --merge: without asking')
  .action(people);
withTargetOptions(command);

async function people({ json, merge: isMerge, threshold, yes, ...options }: Options): Promise<void> {
  await using target = await connect({ ...existingTarget(options), recognises: false });
  if (isMerge) {
    if (!(await merge(target, { threshold, yes }))) process.exitCode = exitCodes.failed;
    return;
  }
  const listed = await listPeople(target);
  if (json) for (const person of listed) process.stdout.write(`${JSON.stringify(person)}\n`);
  else if (listed.length > 0) process.stdout.write(`${peopleTable(listed)}\n`);
  else {
    const how = projectCommand(target.options, 'enroll', ['face.jpg'], { as: 'Name' });
    process.stderr.write(`Nobody has a name yet: ${how}\n`);
  }
}

const peopleTable = (listed: readonly ListedPerson[]): string =>
  table(
    [{ title: 'name', cut: true }, { title: 'photos', align: 'right' }, { title: 'faces' }],
    listed.map(({ name, photoCount, faceIds }) => [
      printable(name),
      photoCount.toLocaleString('en'),
      faceIds.join('\n'),
    ]),
  );

// Last: while it is awaited, what would stand below is not there yet.

if (import.meta.main) await runCommand(command);
