import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeStateMachineForExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Target } from '../../../operations/connect.ts';
import { readableError } from '../../../operations/executions/event-error.ts';
import { executionArnOf, executionName } from '../../../operations/executions/execution-name.ts';
import { keyInInput, parentInInput, thresholdInInput } from '../../../operations/executions/key-in-input.ts';
import type { StateVisit } from '../../../operations/executions/state-visits.ts';
import { turnIn } from '../../../operations/executions/turn.ts';
import type { DetectedFaces } from '../../../statemachine/payloads.ts';
import { consoleUrl } from '../../api/aws-console.ts';
import { definition, type ExecutionDetail } from '../../api/execution.ts';
import type { Answer } from '../../api/routes.ts';
import { annotatedUrl, photoUrl } from '../images/image-urls.ts';
import { Refusal } from '../refusal.ts';
import { endOf, readOutput, recordedIn } from './described.ts';
import { readDetected, readFaces } from './faces.ts';
import type { Histories } from './history.ts';
import { findRemedy } from './remedy.ts';
import { toRow } from './row.ts';
import { findVisit, toVisit } from './visits.ts';

/** Everything about one execution but its states' data. */
export async function readExecution(
  target: Target,
  histories: Histories,
  name: string,
): Promise<ExecutionDetail & { photoEtag?: string }> {
  const execution = await describe(target, name);
  const { executionArn, input = '', output, error, cause, status } = execution;
  const end = endOf(execution);
  const isRunning = end === undefined;
  const key = keyInInput(input);
  const [{ events, visits, redrives }, remedy] = await Promise.all([
    histories.of(executionArn!, end),
    isRunning || status === 'SUCCEEDED' ? undefined : findRemedy(target, execution),
  ]);
  const detected = readDetected(visits);
  const described = {
    key,
    threshold: thresholdInInput(input),
    output: readOutput(output) ?? (isRunning ? undefined : recordedIn(visits)),
    error: error === undefined ? undefined : readableError(error, cause),
  };
  const url = target.kind === 'aws' ? consoleUrl(executionArn!) : undefined;
  return {
    ...toRow(execution, described, isRunning ? turnIn(visits.at(-1) ?? {}) : undefined),
    executionArn: executionArn!,
    run: runOf(input, target),
    photo: key === undefined ? undefined : toPhoto(key, name, detected),
    input,
    ...(output !== undefined && { output }),
    ...(detected && {
      threshold: detected.threshold,
      collectionId: detected.collectionId,
      photoEtag: detected.photo.etag,
    }),
    visits: visits.map(toVisit),
    faces: detected ? readFaces(detected, visits, { isRunning }) : [],
    redrives: redrives.map((date) => date.toISOString()),
    transitions: countTransitions(visits),
    eventCount: events.length,
    ...(remedy && { remedy }),
    ...(url !== undefined && { consoleUrl: url }),
  };
}

/** The definition that an execution started with, which may be of an earlier deployment. */
export async function readDefinition(
  { sfn, deployment }: Target,
  name: string,
): Promise<Answer<'definition'>> {
  const executionArn = executionArnOf(deployment.stateMachineArn, name);
  const machine = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  return definition.parse(JSON.parse(machine.definition!));
}

/** What went into a state and came out of it. */
export async function readVisitData(
  target: Target,
  histories: Histories,
  { name, id }: { name: string; id: number },
): Promise<Answer<'visit'>> {
  const execution = await describe(target, name);
  const { visits } = await histories.of(execution.executionArn!, endOf(execution));
  const visit = findVisit(visits, id);
  if (visit) return { input: visit.input, output: visit.output };
  throw new Refusal(404, 'VisitDoesNotExist', {
    message: `Expected the id of an event of ${name} at which a state was entered, got ${id}`,
    whatToDo: 'Reload the execution.',
    field: 'id',
  });
}

export const describe = (
  { sfn, deployment }: Target,
  name: string,
): Promise<DescribeExecutionCommandOutput> =>
  sfn.send(new DescribeExecutionCommand({ executionArn: executionArnOf(deployment.stateMachineArn, name) }));

/** Undefined for what another machine has started. */
function runOf(input: string, { deployment: { reprocessMachineArn } }: Target): string | undefined {
  const parent = parentInInput(input);
  if (parent === undefined || reprocessMachineArn === undefined) return undefined;
  const name = executionName(parent);
  return parent === executionArnOf(reprocessMachineArn, name) ? name : undefined;
}

/** Each entry into a state, and each retry. */
const countTransitions = (visits: readonly StateVisit[]): number =>
  visits.reduce(
    (sum, { calls, iterations = [] }) =>
      sum + Math.max(1, calls.length) + countTransitions(iterations.flat()),
    0,
  );

function toPhoto(
  key: string,
  execution: string,
  detected: DetectedFaces | undefined,
): ExecutionDetail['photo'] {
  const { photo, facesTruncated } = detected ?? {};
  const pinned = photo ?? { execution };
  return {
    key,
    ...(photo && {
      size: { width: photo.image.width, height: photo.image.height },
      uploadedAt: photo.uploadedAt,
      facesTruncated,
    }),
    imageUrl: photoUrl(key, 'full', pinned),
    thumbnailUrl: photoUrl(key, 'thumbnail', pinned),
    annotatedUrl: annotatedUrl(execution),
  };
}
