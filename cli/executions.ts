import { existsSync } from 'node:fs';
import { ExecutionStatus } from '@aws-sdk/client-sfn';
import { Command, InvalidArgumentError, Option } from 'commander';
import { projectCommand } from '../operations/command-line.ts';
import { connect, type TargetOptions } from '../operations/connect.ts';
import { listExecutions } from '../operations/executions/list-executions.ts';
import { readExecution } from '../operations/executions/read-execution.ts';
import { peopleIn } from '../operations/people/people-in-execution.ts';
import { runCommand } from './command/run-command.ts';
import { existingTarget, type GivenTargetOptions, withTargetOptions } from './command/target-options.ts';
import { executionDetail } from './executions/execution-detail.ts';
import { executionTable } from './executions/execution-table.ts';
import { nameLookUp } from './people/look-up.ts';

interface Options extends GivenTargetOptions {
  readonly status?: ExecutionStatus;
  readonly limit: number;
  readonly json?: boolean;
}

export const command = new Command('npm run executions --')
  .description('Lists the executions of the workflow, newest first; or shows one of them, state by state.')
  .argument('[name]', 'the name of an execution')
  .addOption(
    new Option('--status <status>', 'only executions with this status').choices(
      Object.values(ExecutionStatus),
    ),
  )
  .option('--limit <number>', 'at most so many executions', readLimit, 20)
  .option('--json', 'one JSON object per execution and line on stdout')
  .action(executions);
withTargetOptions(command);

async function executions(
  name: string | undefined,
  { status, limit, json, ...options }: Options,
): Promise<void> {
  const chosen = existingTarget(options);
  // It would be made only to be looked into.
  if (!chosen.aws && name === undefined && !existsSync(chosen.dataDir)) return tellNone(chosen);
  await using target = await connect({ ...chosen, recognises: false });
  const { sfn, deployment } = target;
  const tell = (text: string) => process.stdout.write(`${text}\n`);
  if (name !== undefined) {
    const execution = await readExecution(target, name);
    const withNames = nameLookUp(target, (text) => process.stderr.write(`${text}\n`));
    const people = await withNames(peopleIn(execution.states));
    tell(json ? JSON.stringify({ ...execution, people }) : executionDetail(execution, people));
    return;
  }
  const found = await listExecutions(sfn, deployment.stateMachineArn, { status, limit });
  if (json) for (const execution of found) tell(JSON.stringify(execution));
  else if (found.length > 0) tell(executionTable(found));
  else tellNone(target.options);
}

function tellNone(cloud: TargetOptions): void {
  process.stderr.write(`No executions yet: ${firstMatch(cloud)}\n`);
}

/** On AWS there are no samples. */
function firstMatch(cloud: TargetOptions): string {
  return projectCommand(cloud, 'match', cloud.aws ? ['party.jpg'] : []);
}

function readLimit(given: string): number {
  const limit = Number(given);
  if (!Number.isInteger(limit) || limit < 1)
    throw new InvalidArgumentError('Expected a whole number from 1.');
  return limit;
}

if (import.meta.main) await runCommand(command);
