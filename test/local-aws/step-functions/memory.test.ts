import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { functionArn } from '../../../local-aws/account.ts';
import { machineRoom } from './machine-room.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const faces = 40;
const definition = {
  StartAt: 'Faces',
  States: {
    Faces: {
      Type: 'Map',
      ItemsPath: '$.faces',
      ItemProcessor: {
        StartAt: 'Search',
        States: { Search: { Type: 'Task', Resource: functionArn('search'), End: true } },
      },
      End: true,
    },
  },
};

test('memory does not grow by the histories of executions that are over', { timeout: 300_000 }, async () => {
  const room = machineRoom(definition, { search: (face) => face });
  onTestFinished(() => room.clean());
  let bytesOfHistory = 0;
  const run = async (executions: number) => {
    for (let count = 0; count < executions; count += 1) {
      const input = { faces: Array.from({ length: faces }, (_, idx) => ({ idx, crop: 'x'.repeat(500) })) };
      const { status, events } = await room.run(input);
      expect(status).toBe('SUCCEEDED');
      bytesOfHistory = JSON.stringify(events).length;
    }
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = await run(10);
  const after = await run(40);
  // Kept, forty histories would be four times as much, and more as objects.
  expect(bytesOfHistory).toBeGreaterThan(50_000);
  expect(after - before).toBeLessThan(10 * bytesOfHistory);
});
