import { setTimeout as pause } from 'node:timers/promises';
import { DescribeExecutionCommand, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { photoId } from '../../statemachine/photo-id.ts';
import { type PhotoRecord, readPhotoRecord } from '../../statemachine/photo-record.ts';
import type { Target } from '../connect.ts';
import { keyInInput } from '../executions/key-in-input.ts';
import { patiently } from '../patiently.ts';
import { type Help, whatHelps } from './what-helps.ts';

/**
 * What is to be done about an execution:
 *
 * - `redrive`, `start again`, `wrong input`: by its error, as what-helps.ts says
 * - `recorded since`: a later execution recorded its photo; a redrive would be superseded
 * - `not redrivable`: a redrive would help, but Step Functions does not do it
 */
export type Verdict = Help | 'recorded since' | 'not redrivable';

export interface Judged {
  readonly executionArn: string;
  readonly name: string;
  readonly verdict: Verdict;
  /** Of its photo; absent when the input names none. */
  readonly key?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Why it is not redrivable, in the words of Step Functions. */
  readonly reason?: string;
}

/** Milliseconds between two questions after an execution: DescribeExecution's quota is the whole account's. */
const betweenJudgements = { 'in-process': 0, server: 0, aws: 100 } as const;

/** Judges executions one after the other. Throws what the services answered. */
export async function* judgeAll(target: Target, executionArns: readonly string[]): AsyncGenerator<Judged> {
  for (const executionArn of executionArns) {
    const request = new DescribeExecutionCommand({ executionArn });
    yield await judgeDescribed(target, await patiently(() => target.sfn.send(request)));
    await pause(betweenJudgements[target.kind]);
  }
}

/** What is to be done about an execution that DescribeExecution has told of. */
export async function judgeDescribed(
  target: Pick<Target, 'photos' | 'deployment'>,
  execution: DescribeExecutionCommandOutput,
): Promise<Judged> {
  const { executionArn, name, error, cause, input, redriveStatusReason } = execution;
  const key = keyInInput(input);
  const recordedSince = key !== undefined && (await isRecordedSince(target, execution, key));
  return {
    executionArn: executionArn!,
    name: name!,
    verdict: recordedSince ? 'recorded since' : verdictOn(execution),
    key,
    error,
    cause,
    reason: redriveStatusReason,
  };
}

/** What is to be done about it unless its photo was recorded since. One that ended well is not redrivable. */
export function verdictOn({
  status,
  error,
  redriveStatus,
}: Pick<DescribeExecutionCommandOutput, 'status' | 'error' | 'redriveStatus'>): Exclude<
  Verdict,
  'recorded since'
> {
  if (status === 'SUCCEEDED') return 'not redrivable';
  const help = whatHelps(error);
  return help === 'redrive' && redriveStatus !== 'REDRIVABLE' ? 'not redrivable' : help;
}

async function isRecordedSince(
  { photos, deployment: { photosTable, rawBucket } }: Pick<Target, 'photos' | 'deployment'>,
  { startDate }: DescribeExecutionCommandOutput,
  key: string,
): Promise<boolean> {
  const request = new GetCommand({
    TableName: photosTable,
    Key: { photoId: photoId(rawBucket, key) },
    ProjectionExpression: 'startedAt',
  });
  const { Item } = await patiently(() => photos.send(request));
  return wasRecordedSince({ startDate }, readPhotoRecord(Item));
}

/** Whether the photo's record is of an execution that started after this one. */
export const wasRecordedSince = (
  { startDate }: Pick<DescribeExecutionCommandOutput, 'startDate'>,
  { startedAt }: Partial<Pick<PhotoRecord, 'startedAt'>>,
): boolean => startedAt !== undefined && new Date(startedAt) > startDate!;
