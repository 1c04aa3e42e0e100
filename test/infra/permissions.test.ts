import {
  DescribeExecutionCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { functions, reprocessFunctions } from '../../lambdas/functions.ts';
import { localDeployment } from '../../local/deployment.ts';
import type { RecordedPermission } from '../../local-aws/gateway/recorder.ts';
import type { FunctionName, ReprocessFunctionName } from '../../statemachine/definition.ts';
import { type Deployed, deployLocally, sample } from '../workflow/deployed.ts';
import { permits, permittedBy } from './permitted.ts';
import { roleStatements } from './statements.ts';
import { synthesize } from './synthesize.ts';

const { rawBucket, thumbsBucket, photosTable, collectionId, reprocessMachineArn } = localDeployment;
const roles = roleStatements(synthesize({ rawBucket, thumbsBucket, photosTable, collectionId }));

/** Allowed, and not to be seen in a local run. */
const unseen: Record<string, string> = {
  'logs:CreateLogStream': 'Lambda’s own',
  'logs:PutLogEvents': 'Lambda’s own',
  'xray:PutTraceSegments': 'the local cloud has no X-Ray',
  'xray:PutTelemetryRecords': 'the local cloud has no X-Ray',
  's3:ListBucket': 'never called: with it S3 says of a missing object that it is missing',
  's3:GetObjectVersion': 'the local S3 keeps no versions',
};

let deployed: Deployed;
let recorded: readonly RecordedPermission[];
const usedBy = (name: FunctionName | ReprocessFunctionName) =>
  recorded.filter(({ caller }) => caller === name);

beforeAll(async () => {
  deployed = await deployLocally({ searchesPerSecond: 1000 });
  const party = await sample(1);
  // Nobody is known; then somebody is; a photo that needs a working copy; one that is none; one that is gone.
  const unknown = await deployed.upload('unknown.jpg', party);
  await deployed.run({ key: unknown });
  await deployed.enroll(party, 1);
  const keys = [
    unknown,
    await deployed.upload('party.webp', await sharp(party).webp().toBuffer()),
    await deployed.upload('notes.txt', 'no photo'),
    'photos-raw/gone.jpg',
  ];
  const executions = await Promise.all(keys.map((key) => deployed.run({ key })));
  expect(executions.map(({ output, error }) => output?.status ?? error)).toEqual([
    'MATCHED',
    'MATCHED',
    'PhotoFailed',
    'PhotoFailed',
  ]);
  // A run of all photos under the prefix, one of the two that are red, and one of what is red by then.
  await runAgain({ prefix: 'photos-raw/' });
  const red = await runAgain({ failed: true });
  expect(red.red).toBe(2);
  expect((await runAgain({ manifest: red.manifest })).photos).toBe(red.red);
  recorded = deployed.cloud.recorded.entries;
}, 180_000);
afterAll(() => deployed.close());

async function runAgain(input: object) {
  const request = { stateMachineArn: reprocessMachineArn, input: JSON.stringify(input) };
  const { executionArn } = await deployed.sfn.send(new StartExecutionCommand(request));
  await deployed.cloud.stepFunctions.waitFor(executionArn!);
  const { status, output } = await deployed.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(status).toBe('SUCCEEDED');
  return JSON.parse(output!);
}

const names = Object.keys({ ...functions, ...reprocessFunctions }) as (
  | FunctionName
  | ReprocessFunctionName
)[];

describe.each(names)('the role of %s', (name) => {
  test('allows every call that the function makes in a run of the whole workflow', () => {
    const used = usedBy(name);
    expect(used.length).toBeGreaterThan(0);
    const allowed = permittedBy(roles[name]!);
    const forbidden = permittedBy(roles[name]!, 'Deny');
    const denied = used.filter(
      (call) =>
        !allowed.some((permission) => permits(permission, call)) ||
        forbidden.some((permission) => permits(permission, call)),
    );
    expect(denied).toEqual([]);
  });

  test('allows nothing that it does not make use of', () => {
    const used = usedBy(name);
    const idle = permittedBy(roles[name]!).filter(
      (permission) => !used.some((call) => permits(permission, call)),
    );
    expect(idle.filter(({ action }) => !unseen[action])).toEqual([]);
  });
});

describe('the role of ReprocessPhotos', () => {
  const allowed = permittedBy(roles.Reprocess!);
  const may = (action: string, resource: string) =>
    allowed.some((permission) => permits(permission, { action, resource } as RecordedPermission));

  test('allows what the definition does of itself: its functions, the photos’ executions, its children, its files', async () => {
    const { executions = [] } = await deployed.sfn.send(
      new ListExecutionsCommand({ stateMachineArn: reprocessMachineArn }),
    );
    const { mapRuns } = await deployed.sfn.send(
      new ListMapRunsCommand({ executionArn: executions.at(-1)!.executionArn }),
    );
    const children = await deployed.sfn.send(
      new ListExecutionsCommand({ mapRunArn: mapRuns![0]!.mapRunArn }),
    );
    for (const { executionArn } of children.executions!) {
      for (const action of ['DescribeExecution', 'StopExecution', 'RedriveExecution'])
        expect(may(`states:${action}`, executionArn!), action).toBe(true);
      const history = await deployed.history(executionArn!);
      const submitted = history.find(({ type }) => type === 'TaskSubmitted')!.taskSubmittedEventDetails!;
      const photo = JSON.parse(submitted.output!).ExecutionArn;
      for (const action of ['DescribeExecution', 'StopExecution'])
        expect(may(`states:${action}`, photo), action).toBe(true);
    }
    const { manifest, results } = selected(await deployed.history(executions.at(-1)!.executionArn!));
    expect(may('s3:GetObject', `arn:aws:s3:::${manifest.bucket}/${manifest.key}`)).toBe(true);
    expect(may('s3:PutObject', `arn:aws:s3:::${results.bucket}/${results.prefix}/manifest.json`)).toBe(true);
  });
});

/** What SelectPhotos gave, by a run's history. */
function selected(history: readonly HistoryEvent[]) {
  const exited = history.find(
    ({ stateExitedEventDetails }) => stateExitedEventDetails?.name === 'SelectPhotos',
  );
  return JSON.parse(exited!.stateExitedEventDetails!.output!);
}
