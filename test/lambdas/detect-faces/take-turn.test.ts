import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test, vi } from 'vitest';
import { facesAtOnce, takeTurn } from '../../../lambdas/detect-faces/take-turn.ts';
import { PermissionMissing, ServiceFault, Throttled } from '../../../lambdas/shared/errors.ts';

const now = Date.UTC(2026, 4, 2, 18, 21, 8);
const settings = { table: 'Holiday-Pace', searchesPerSecond: 5 };

const clockThat = (send: () => Promise<unknown>) => ({
  dynamodb: { send: vi.fn(send) } as unknown as Pick<DynamoDBClient, 'send'>,
  now: () => now,
});
const freeFrom = (milliseconds: number, cost: number) =>
  clockThat(async () => ({ Attributes: { freeAt: { N: String(1000 * (now + milliseconds) + cost) } } }));

/** What goes to CloudWatch as metrics meanwhile. */
function reported() {
  const written: string[] = [];
  const write = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  onTestFinished(() => write.mockRestore());
  return () => written.filter((line) => line.includes('"_aws"')).map((line) => JSON.parse(line));
}

test('a photo is told when its turn is and how many faces at once, and the lead is reported', async () => {
  const metrics = reported();
  const pace = await takeTurn(4, settings, freeFrom(2_500, 800_000));
  expect(pace).toEqual({ turn: '2026-05-02T18:21:10.500Z', atOnce: 4 });
  expect(metrics()).toMatchObject([{ ClockLead: 2.5, PaceTable: 'Holiday-Pace', service: 'match-faces' }]);
  // Under these the dashboard looks for it.
  expect(metrics()[0]._aws.CloudWatchMetrics).toMatchObject([
    { Namespace: 'MatchFaces', Dimensions: [['service', 'PaceTable']], Metrics: [{ Unit: 'Seconds' }] },
  ]);
});

test('a photo without a face to search, and one that nobody paces, ask no clock', async () => {
  const services = clockThat(async () => {
    throw new Error('asked');
  });
  const turn = new Date(now).toISOString();
  expect(await takeTurn(0, settings, services)).toEqual({ turn, atOnce: 4 });
  const unpaced = { table: 'Pace', searchesPerSecond: 'none' } as const;
  expect(await takeTurn(4, unpaced, services)).toEqual({ turn, atOnce: 40 });
});

test.each([new Throttled('busy'), new ServiceFault('TimeoutError')])(
  'a clock that cannot be reached (%s) is told as a metric, and keeps no photo waiting',
  async (error) => {
    const metrics = reported();
    const services = clockThat(() => Promise.reject(error));
    const turn = new Date(now).toISOString();
    expect(await takeTurn(4, settings, services)).toEqual({ turn, atOnce: 4 });
    expect(metrics()).toMatchObject([{ ClockUnreachable: 1, PaceTable: 'Holiday-Pace' }]);
  },
);

test('a permission that is missing is an error as everywhere', async () => {
  const services = clockThat(() => Promise.reject(new PermissionMissing('not allowed')));
  await expect(takeTurn(4, settings, services)).rejects.toThrow('not allowed');
});

test('of one photo so many faces are searched at once as the quota answers while one is', () => {
  expect([0.1, 1, 5, 10, 50, 200].map(facesAtOnce)).toEqual([1, 1, 4, 8, 40, 40]);
});
