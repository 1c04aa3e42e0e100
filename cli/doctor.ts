import { Command } from 'commander';
import type { Finding } from '../operations/doctor/check.ts';
import { diagnose } from '../operations/doctor/diagnose.ts';
import { exitCodes, runCommand } from './command/run-command.ts';
import { type GivenTargetOptions, targetOptions, withTargetOptions } from './command/target-options.ts';
import { findingLines, findingTotals } from './doctor/report.ts';

interface Options extends GivenTargetOptions {
  readonly json?: boolean;
}

export const command = new Command('npm run doctor --')
  .description(
    'Checks what goes wrong in real life, and says how to mend it: the local cloud, or with --aws the deployed stack. On AWS it only reads.',
  )
  .option('--json', 'one JSON object per check and line on stdout, and nothing else there')
  .action(doctor);
withTargetOptions(command).addHelpText(
  'after',
  '\nExit code: 0 when all is well (warnings are allowed), 1 when a check failed, 2 on bad usage.',
);

if (import.meta.main) await runCommand(command);

async function doctor({ json, ...options }: Options): Promise<void> {
  const findings: Finding[] = [];
  for await (const finding of diagnose(targetOptions(options))) {
    findings.push(finding);
    process.stdout.write(`${json ? JSON.stringify(finding) : findingLines(finding)}\n`);
  }
  if (!json) process.stdout.write(`\n${findingTotals(findings)}\n`);
  if (findings.some(({ status }) => status === 'failed')) process.exitCode = exitCodes.failed;
}
