import { Command, InvalidArgumentError } from 'commander';
import { type PrunedDataFolder, pruneDataFolder } from '../operations/prune/prune-data-folder.ts';
import { pathToShow } from '../operations/working-directory.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { existingTarget } from './command/target-options.ts';
import { checkCanAsk, confirm } from './terminal/confirm.ts';
import { table } from './terminal/table.ts';

interface Options {
  readonly olderThan: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly dataDir?: string;
}

export const command = new Command('npm run prune --')
  .description(
    "Removes what is old from the local cloud's data folder: executions that are over, working files, lines of logs and annotated copies. Photos, records, crops and faces stay. An execution that was removed can be neither shown nor redriven. It asks first, and wants the cloud to be stopped.",
  )
  .requiredOption('--older-than <days>', 'what ended or was written so long ago, such as 30d', readDays)
  .option('--dry-run', 'only says what would be removed')
  .option('--yes', 'without asking')
  .option('--data-dir <dir>', "the local cloud's data folder (default: .match-faces in the project)")
  .action(prune);

async function prune({ olderThan, dryRun = false, yes = false, dataDir: given }: Options): Promise<void> {
  if (!dryRun) checkCanAsk(yes);
  const { dataDir } = existingTarget({ dataDir: given });
  const before = new Date(Date.now() - olderThan * 24 * 60 * 60 * 1000);
  const found = await pruneDataFolder(dataDir, before, { dryRun: true });
  process.stdout.write(`${prunedTable(found)}\n`);
  const nothing = Object.values(found).every(({ count, bytes }) => count + bytes === 0);
  if (dryRun || nothing) return;
  if (yes || (await confirm(`Remove these from ${pathToShow(dataDir)}?`))) {
    await pruneDataFolder(dataDir, before, { dryRun: false });
    process.stdout.write('Removed\n');
    return;
  }
  process.stderr.write('Nothing was removed\n');
  process.exitCode = exitCodes.failed;
}

function prunedTable({ executions, workingFiles, logLines, annotatedCopies }: PrunedDataFolder): string {
  const rows = {
    executions,
    'working files': workingFiles,
    'lines of logs': logLines,
    'annotated copies': annotatedCopies,
  };
  return table(
    [{ title: 'old' }, { title: 'number', align: 'right' }, { title: 'bytes', align: 'right' }],
    Object.entries(rows).map(([what, { count, bytes }]) => [
      what,
      count.toLocaleString('en'),
      bytes.toLocaleString('en'),
    ]),
  );
}

function readDays(given: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(given) ?? [];
  if (days !== undefined && Number(days) > 0) return Number(days);
  throw new InvalidArgumentError('Expected a number of days from 1, such as 30d.');
}

if (import.meta.main) await runCommand(command);
