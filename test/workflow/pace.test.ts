import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { fixedFaces, plainPhoto } from '../../bench/fixed-faces.ts';
import { clockKey } from '../../lambdas/detect-faces/clock.ts';
import { localDeployment } from '../../local/deployment.ts';
import { resetClock } from '../../operations/doctor/clock.ts';
import { listExecutions } from '../../operations/executions/list-executions.ts';
import { readExecution } from '../../operations/executions/read-execution.ts';
import { photoIdIn } from '../../statemachine/execution-name.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { type Deployed, deployLocally } from './deployed.ts';

const { rawBucket, stateMachineArn, paceTable } = localDeployment;
const searchesPerSecond = 5;
const photos = 20;

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deployLocally({
    engine: fixedFaces(1),
    startOnUpload: true,
    searchesPerSecond,
    rekognitionQuotas: { SearchFacesByImage: searchesPerSecond },
    // Turns are in real time.
    waitScale: 1,
  });
});
afterAll(() => deployed.close());

async function executions() {
  const { executions = [] } = await deployed.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  return executions;
}

const entered = (history: readonly HistoryEvent[], state: string) =>
  history.find(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name === state)!;

test('twenty photos at once at 5 searches a second are searched in the order of their turns, and refused less than once each', async () => {
  const body = await plainPhoto();
  const keys = await Promise.all(
    Array.from({ length: photos }, (_, number) => deployed.upload(`${number}.jpg`, body)),
  );
  await vi.waitFor(async () => expect(await executions()).toHaveLength(photos), { timeout: 20_000 });
  const started = await executions();
  expect(new Set(started.map(({ name }) => photoIdIn(name!)))).toEqual(
    new Set(keys.map((key) => photoId(rawBucket, key))),
  );
  const ends = await Promise.all(started.map(({ executionArn }) => deployed.finished(executionArn!)));
  expect(ends.map(({ status }) => status)).toEqual(Array(photos).fill('SUCCEEDED'));

  const histories = await Promise.all(started.map(({ executionArn }) => deployed.history(executionArn!)));
  const turns = histories
    .map((history) => ({
      turn: Date.parse(
        JSON.parse(entered(history, 'WaitForTurn').stateEnteredEventDetails!.input!).pace.turn,
      ),
      begun: entered(history, 'SearchEachFace').timestamp!.getTime(),
      refused: history.filter(({ type }) => type === 'LambdaFunctionFailed').length,
    }))
    .toSorted((one, other) => one.turn - other.turn);
  // Each behind the one before; after the first ones the clock may have been free for a moment.
  turns.slice(1).forEach(({ turn }, index) => {
    expect(turn - turns[index]!.turn).toBeGreaterThanOrEqual(1000 / searchesPerSecond - 1);
  });
  // AWS cuts off what is less than a second.
  for (const { turn, begun } of turns) expect(begun).toBeGreaterThanOrEqual(1000 * Math.floor(turn / 1000));
  // The second is whole, so that five begin together: about every other one is refused once. All at once it would be
  // fifteen at their first search, and many again.
  const refused = turns.reduce((sum, turn) => sum + turn.refused, 0);
  expect(refused).toBeLessThan(photos);
}, 60_000);

test('a photo whose clock is gone is searched at once, and one that may not ask it fails to be redriven', async () => {
  const key = await deployed.upload('unpaced.jpg', await plainPhoto());
  const updateItem = {
    ...({ service: 'dynamodb', operation: 'UpdateItem' } as const),
    when: ({ TableName }: { TableName?: unknown }) => TableName === localDeployment.paceTable,
  };
  const down = deployed.inject({
    ...updateItem,
    error: { name: 'InternalServerError', message: 'down', status: 500 },
  });
  expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED' });
  down.remove();
  const denied = deployed.inject({
    ...updateItem,
    error: { name: 'AccessDeniedException', message: 'not authorized', status: 400 },
  });
  const failed = await deployed.run({ key });
  expect(failed).toMatchObject({ status: 'FAILED', error: 'PermissionMissing' });
  denied.remove();
  expect(await deployed.redrive(failed.arn)).toMatchObject({ status: 'SUCCEEDED' });
}, 30_000);

test('an execution says until when it waits, and once the clock is set back the next one begins at once', async () => {
  const turn = new Date(Date.now() + 3_600_000);
  const { photos, sfn } = deployed;
  const freeAt = 1000 * turn.getTime();
  await photos.send(new PutCommand({ TableName: paceTable, Item: { ...clockKey, freeAt } }));
  const key = await deployed.upload('late.jpg', await plainPhoto());
  const waiting = await vi.waitUntil(
    async () => {
      const newest = await listExecutions(sfn, stateMachineArn, { limit: 1, status: 'RUNNING' });
      return newest.find(({ waitsUntil }) => waitsUntil);
    },
    { timeout: 20_000 },
  );
  expect(waiting!.waitsUntil).toEqual(turn);
  const target = { sfn, photos, deployment: localDeployment, options: { dataDir: '/', aws: false } };
  expect(await readExecution(target, waiting!.name)).toMatchObject({ waitsUntil: turn });

  expect(await resetClock(target)).toBeGreaterThan(3_500);
  expect(await deployed.run({ key })).toMatchObject({ status: 'SUCCEEDED' });
}, 60_000);
