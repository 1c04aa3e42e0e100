import { connect, type Target, type TargetOptions } from '../connect.ts';
import { type Finding, failed, type Verdict, well } from './check.ts';
import { checksOfAws, checksOfLocalCloud } from './checks.ts';
import { examine, runAgain } from './examine.ts';
import { deployCommand } from './mending-command.ts';
import { missingPermission } from './missing-permission.ts';

/** Examines the whole cloud; each finding comes as soon as it is known. What cannot be reached ends it. */
export async function* diagnose(options: TargetOptions): AsyncGenerator<Finding> {
  const checks = options.aws ? checksOfAws : checksOfLocalCloud;
  for (const check of checks.beforeConnecting) {
    const finding = await examine(check, options);
    yield finding;
    if (finding.status === 'failed') return;
  }
  const check = options.aws ? 'stack' : 'local cloud';
  let target: Target;
  try {
    target = await connect({ ...options, recognises: false });
  } catch (error) {
    yield { check, ...explainUnreachable(error as Error, options) };
    return;
  }
  try {
    yield { check, ...well(describe(target)) };
    for (const next of checks.connected) yield await examine(next, { target, options });
  } finally {
    await target.close();
  }
}

function describe({ kind, startOnUpload, deployment }: Target): string {
  if (kind === 'aws') return `deployed in ${deployment.region}, with all its outputs`;
  if (startOnUpload) return 'runs, and uploads start executions';
  return kind === 'server'
    ? 'runs for another command, until that ends'
    : 'starts; uploads start executions only while npm start runs';
}

/** Nothing else can be checked: here a missing permission is a failure, too. */
function explainUnreachable(error: Error, options: TargetOptions): Verdict {
  const missing = missingPermission(error, ['cloudformation:DescribeStacks']);
  if (missing) return failed(missing.message, missing.mend);
  return failed(error.message, mendConnection(error, options));
}

function mendConnection({ name }: Error, options: TargetOptions): string {
  if (!options.aws) return 'stop the process that uses the folder, or choose another one: --data-dir <dir>';
  return name === 'StackNotFound' || name === 'StackIncomplete' ? deployCommand(options) : runAgain;
}
