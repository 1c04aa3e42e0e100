import { randomInt } from 'node:crypto';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { checkSelection } from '../../lambdas/select-photos/check-selection.ts';
import {
  type ReprocessInput,
  type RunSummary,
  runSummary,
  type SelectedPhotos,
  selectedPhotos,
} from '../../statemachine/reprocess-payloads.ts';
import { deployCommand } from '../command-line.ts';
import { refuseBorrowed, type Target } from '../connect.ts';
import { executionArnOf } from '../executions/execution-name.ts';
import { nameOfTime } from '../match/start-execution.ts';
import { patiently } from '../patiently.ts';
import { checkKeys } from '../photos/check-key.ts';
import { requestRedrive } from '../redrive/redrive-executions.ts';
import { UsageError } from '../usage-error.ts';

/** An execution of ReprocessPhotos, which runs many photos through the workflow again. */
export interface Run {
  readonly name: string;
  readonly executionArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly startedAt: Date;
  readonly endedAt?: Date;
  /** As it was given, even if it was refused. */
  readonly input: unknown;
  /** Once it has begun to run its photos. */
  readonly progress?: RunProgress;
  /** Of a dry run, and of one that selected no photos. */
  readonly estimate?: SelectedPhotos;
  /** Of one that went to its end. */
  readonly summary?: RunSummary;
  /** Of one that did not. */
  readonly failure?: { readonly error: string; readonly cause: string };
  readonly canBeRedriven: boolean;
}

/** Photos of a run. */
export interface RunProgress {
  readonly mapRunArn: string;
  /** When it began, or was redriven last. */
  readonly since: Date;
  readonly isRedriven: boolean;
  /** 0 until they are counted. */
  readonly photos: number;
  readonly green: number;
  readonly red: number;
  readonly open: number;
}

/** Of two runs in one second: letters and digits. */
const chances = 36 ** 2;

/** `1128-022530-x7`, in UTC: short enough to stand whole in the names of its executions. Names count for 90 days. */
export const newRunName = (time: Date): string =>
  `${nameOfTime(time).slice(4)}-${randomInt(chances).toString(36).padStart(2, '0')}`;

/** In bytes: Step Functions' limit of an input. */
const longestInput = 262_144;

/**
 * Starts a run, or finds the one of this name that runs with this input. Throws UsageError for an input that selects no
 * photos of this deployment, and for a name under which another run was started.
 */
export async function startRun(
  target: Target,
  input: ReprocessInput,
  name = newRunName(new Date()),
): Promise<Run> {
  refuseBorrowed(target);
  const { sfn, s3, deployment } = target;
  const checked = checkInput(input, target);
  if (checked.keys) await checkKeys(s3, deployment.rawBucket, checked.keys);
  const request = { stateMachineArn: reprocessMachineOf(target), name, input: JSON.stringify(checked) };
  if (Buffer.byteLength(request.input) > longestInput) {
    throw new UsageError(
      `Expected keys of at most ${longestInput} bytes in all, got ${checked.keys?.length}: give them as a manifest`,
    );
  }
  try {
    const { executionArn } = await patiently(() => sfn.send(new StartExecutionCommand(request)));
    return await describeRun(target, executionArn!);
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    const earlier = await describeRun(target, executionArnOf(request.stateMachineArn, name));
    if (JSON.stringify(earlier.input) === request.input) return earlier;
    throw new UsageError(
      `Expected the input ${JSON.stringify(earlier.input)} that the batch ${name} began with, got ${request.input}: give the same, or another --batch`,
    );
  }
}

function checkInput(input: ReprocessInput, { deployment }: Target): ReprocessInput {
  const { rawPrefix, thumbsBucket: bucket, thumbsPrefix: prefix } = deployment;
  try {
    return checkSelection(input, { rawPrefix, thumbs: { bucket, prefix } });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Throws UsageError where there is none, as in a stack of an earlier version. */
export function reprocessMachineOf({ deployment, options }: Target): string {
  if (deployment.reprocessMachineArn) return deployment.reprocessMachineArn;
  throw new UsageError(
    `Expected a stack with the state machine ReprocessPhotos, found one of an earlier version: ${deployCommand(options, deployment)}`,
  );
}

/** The run of a name; undefined when there is none. */
export async function findRun(target: Target, name: string): Promise<Run | undefined> {
  try {
    return await describeRun(target, executionArnOf(reprocessMachineOf(target), name));
  } catch (error) {
    if ((error as Error).name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}

export async function describeRun({ sfn }: Pick<Target, 'sfn'>, executionArn: string): Promise<Run> {
  const described = await patiently(() => sfn.send(new DescribeExecutionCommand({ executionArn })));
  const { name, status, startDate, stopDate, redriveStatus } = described;
  return {
    name: name!,
    executionArn,
    status: status!,
    startedAt: startDate!,
    ...(stopDate && { endedAt: stopDate }),
    input: JSON.parse(described.input!),
    progress: await readProgress(sfn, executionArn),
    ...outcomeOf(described),
    canBeRedriven: redriveStatus === 'REDRIVABLE',
  };
}

async function readProgress(sfn: Target['sfn'], executionArn: string): Promise<RunProgress | undefined> {
  const { mapRuns = [] } = await patiently(() => sfn.send(new ListMapRunsCommand({ executionArn })));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  if (!mapRunArn) return undefined;
  const mapRun = await patiently(() => sfn.send(new DescribeMapRunCommand({ mapRunArn })));
  const { total, succeeded, failed, timedOut, aborted, running } = mapRun.itemCounts!;
  return {
    mapRunArn,
    since: mapRun.redriveDate ?? mapRun.startDate!,
    isRedriven: mapRun.redriveDate !== undefined,
    photos: total!,
    green: succeeded!,
    red: failed! + timedOut! + aborted!,
    open: running!,
  };
}

function outcomeOf({
  status,
  output,
  error,
  cause,
}: DescribeExecutionCommandOutput): Pick<Run, 'estimate' | 'summary' | 'failure'> {
  if (status === 'SUCCEEDED') {
    const told: unknown = JSON.parse(output!);
    const { data: summary } = runSummary.safeParse(told);
    return summary ? { summary } : { estimate: selectedPhotos.parse(told) };
  }
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return {};
  return { failure: { error: error ?? status!, cause: messageIn(cause) } };
}

/** A Lambda's cause is JSON, of which the message is for people. */
function messageIn(cause = ''): string {
  try {
    return String(JSON.parse(cause).errorMessage ?? cause);
  } catch {
    return cause;
  }
}

/** Its photos' executions are stopped with it; a redrive goes on. */
export async function stopRun({ sfn }: Pick<Target, 'sfn'>, executionArn: string): Promise<void> {
  const cause = 'Stopped by hand';
  await patiently(() => sfn.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause })));
}

/** Runs its red and its missing photos again. Gives the date from which its end counts; throws UsageError with the reason why it cannot. */
export async function redriveRun(target: Target, { name, executionArn }: Run): Promise<Date> {
  refuseBorrowed(target);
  const redriven = await requestRedrive(target, executionArn);
  if (typeof redriven !== 'string') return redriven;
  throw new UsageError(`Expected a run that can be redriven, got ${name}: ${redriven}`);
}
