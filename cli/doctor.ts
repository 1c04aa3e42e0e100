import { styleText } from 'node:util';
import { Command } from 'commander';
import { connect } from '../operations/connect.ts';
import { resetClock } from '../operations/doctor/clock.ts';
import { diagnose, type Finding } from '../operations/doctor/diagnose.ts';
import { formatDuration } from '../operations/format-time.ts';
import { plural } from '../operations/match/totals.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { printable } from './terminal/printable.ts';

interface Options extends GivenTargetOptions {
  readonly json?: boolean;
  readonly resetClock?: boolean;
}

export const command = new Command('npm run doctor --')
  .description(
    'Checks what goes wrong in real life, and says how to mend it: the local cloud, or with --aws the deployed stack. On AWS it only reads, but for --reset-clock.',
  )
  .option('--json', 'one JSON object per check and line on stdout, and nothing else there')
  .option(
    '--reset-clock',
    'sets the clock of turns back instead: the next photo begins at once, though photos that were stopped had turns before it',
  )
  .action(doctor);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when all is well (warnings are allowed), 1 when a check failed, 2 on bad usage.',
);

async function doctor({ json, resetClock: reset, ...options }: Options): Promise<void> {
  if (reset) return setClockBack(options);
  const findings: Finding[] = [];
  for await (const finding of diagnose(targetOptions(options))) {
    findings.push(finding);
    process.stdout.write(`${json ? JSON.stringify(finding) : findingLines(finding)}\n`);
  }
  if (!json) process.stdout.write(`\n${findingTotals(findings)}\n`);
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = exitCodes.failed;
}

async function setClockBack(options: GivenTargetOptions): Promise<void> {
  await using target = await connect({ ...targetOptions(options), recognises: false });
  const lead = await resetClock(target);
  process.stdout.write(`The clock was ${formatDuration(1000 * lead)} ahead, and is free now\n`);
}

const marks = {
  well: ['✔', 'green'],
  warning: ['!', 'yellow'],
  failed: ['✖', 'red'],
} as const;

/** Characters of the longest name of a check. */
const nameWidth = 24;

/** `✔ collection   match-faces holds 120 faces`, and below it what mends a fault. */
function findingLines({ check, status, message, mend }: Finding): string {
  const [mark, colour] = marks[status];
  const line = `${styleText(colour, mark)} ${check.padEnd(nameWidth)}  ${printable(message)}`;
  return mend === undefined ? line : `${line}\n  → ${printable(mend)}`;
}

/** `10 checks: 8 well, 1 warning, 1 failed` */
function findingTotals(findings: readonly Finding[]): string {
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const [warnings, failures] = [count('warning'), count('failed')];
  const parts = [
    `${count('well')} well`,
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(failures > 0 ? [`${failures} failed`] : []),
  ];
  return `${plural(findings.length, 'check')}: ${parts.join(', ')}`;
}

// Last: while it is awaited, what would stand below is not there yet.

if (import.meta.main) await runCommand(command);
