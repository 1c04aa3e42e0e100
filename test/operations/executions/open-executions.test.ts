import { type DescribeExecutionCommandOutput, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test, vi } from 'vitest';
import { localDeployment } from '../../../local/deployment.ts';
import { OpenExecutions, type WaitingOptions } from '../../../operations/executions/open-executions.ts';
import { photoId } from '../../../statemachine/photo-id.ts';

/** What AWS does and the local cloud does not: it shows what was a moment ago. */

const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:MatchFaces:${name}`;
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

type Execution = Omit<Partial<DescribeExecutionCommandOutput>, 'executionArn'>;

/** Step Functions as `list` and `describe` show its executions, by name, the newest first and `pageSize` on a page. */
function stepFunctions({
  list,
  describe = list,
  pageSize = 1_000,
  ...options
}: {
  list: () => Readonly<Record<string, Execution>>;
  describe?: () => Readonly<Record<string, Execution>>;
  pageSize?: number;
} & WaitingOptions) {
  const sfn = new SFNClient({ region: 'us-east-1' });
  const described: string[] = [];
  const pages: number[] = [];
  sfn.middlewareStack.add(
    (_, { commandName }) =>
      async ({ input }) => {
        if (commandName === 'ListExecutionsCommand') {
          const all = Object.entries(list());
          const from = Number((input as { nextToken?: string }).nextToken ?? 0);
          const to = from + pageSize;
          pages.push(from / pageSize);
          const executions = all
            .slice(from, to)
            .map(([name, execution]) => ({ ...execution, executionArn: arnOf(name) }));
          const nextToken = to < all.length ? String(to) : undefined;
          return { output: { $metadata: {}, executions, nextToken }, response: undefined };
        }
        const { executionArn } = input as { executionArn: string };
        const name = executionArn.split(':').at(-1)!;
        described.push(name);
        return { output: { $metadata: {}, executionArn, ...describe()[name]! }, response: undefined };
      },
    { step: 'initialize', priority: 'high' },
  );
  const open = new OpenExecutions(
    { sfn, kind: 'server', deployment: localDeployment, options: { dataDir: '/state', aws: false } },
    options,
  );
  return { open, described, pages };
}

const running: Execution = { status: 'RUNNING' };
const succeeded: Execution = { status: 'SUCCEEDED', stopDate: at(5) };
const failed: Execution = { status: 'FAILED', stopDate: at(5), error: 'CollectionMissing' };

test('executions that succeed are told by the list alone, however many they are', async () => {
  const names = Array.from({ length: 200 }, (_, number) => `n${number}`);
  const { open, described } = stepFunctions({
    list: () => Object.fromEntries(names.map((name) => [name, succeeded])),
  });
  const ended = await Promise.all(names.map((name) => open.end(arnOf(name))));
  expect(ended.every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  expect(described).toEqual([]);
});

test('an execution that fails is asked after for its error', async () => {
  const { open } = stepFunctions({ list: () => ({ one: failed }) });
  await expect(open.end(arnOf('one'))).resolves.toMatchObject({ error: 'CollectionMissing' });
});

test('an execution that the list does not show is not taken for one that ended', async () => {
  let now = running;
  const { open, described } = stepFunctions({ list: () => ({}), describe: () => ({ fresh: now }) });
  const ended = open.end(arnOf('fresh'));
  await vi.waitUntil(() => described.length >= 2);
  now = succeeded;
  await expect(ended).resolves.toMatchObject({ status: 'SUCCEEDED' });
});

test('what the list does not show is asked after in turns, five at a look', async () => {
  const names = Array.from({ length: 12 }, (_, number) => `n${number}`);
  const all = (execution: Execution) => Object.fromEntries(names.map((name) => [name, execution]));
  let now = running;
  const { open, described } = stepFunctions({ list: () => ({}), describe: () => all(now) });
  const ended = Promise.all(names.map((name) => open.end(arnOf(name))));
  await vi.waitUntil(() => described.length >= 24);
  expect(described.slice(0, 24)).toEqual([...names, ...names]);
  now = succeeded;
  await ended;
});

test('a redriven execution that still shows its earlier end is waited for', async () => {
  let now = failed;
  let looks = 0;
  const { open } = stepFunctions({
    list: () => {
      looks += 1;
      return { one: now };
    },
  });
  let ended = false;
  const end = open.end(arnOf('one'), { since: at(10) }).finally(() => {
    ended = true;
  });
  await vi.waitUntil(() => looks >= 3);
  expect(ended).toBe(false);
  now = { status: 'SUCCEEDED', stopDate: at(11) };
  await expect(end).resolves.toMatchObject({ status: 'SUCCEEDED' });
});

test('a throttled look is tried again', async () => {
  let looks = 0;
  const { open } = stepFunctions({
    list: () => {
      looks += 1;
      if (looks === 1) throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      return { one: succeeded };
    },
  });
  await expect(open.end(arnOf('one'))).resolves.toMatchObject({ status: 'SUCCEEDED' });
});

test('a look that is refused for good is told to everybody who waits', async () => {
  const { open } = stepFunctions({
    list: () => {
      throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    },
  });
  const ends = await Promise.allSettled(['one', 'two'].map((name) => open.end(arnOf(name))));
  expect(ends).toMatchObject([
    { reason: { name: 'AccessDeniedException' } },
    { reason: { name: 'AccessDeniedException' } },
  ]);
});

test('one that succeeded is asked after where its output is wanted', async () => {
  const { open } = stepFunctions({
    list: () => ({ one: succeeded }),
    describe: () => ({ one: { ...succeeded, output: '{}' } }),
  });
  await expect(open.end(arnOf('one'), { withOutput: true })).resolves.toMatchObject({ output: '{}' });
});

test('how far running executions are is asked in turns, five at a look', async () => {
  const names = Array.from({ length: 7 }, (_, number) => `n${number}`);
  let now = running;
  const { open } = stepFunctions({
    list: () => Object.fromEntries(names.map((name) => [name, now])),
  });
  const asked: string[] = [];
  const ends = names.map((name) =>
    open.end(arnOf(name), {
      whileRunning: async () => {
        asked.push(name);
      },
    }),
  );
  await vi.waitUntil(() => asked.length >= 14);
  expect(asked.slice(0, 14)).toEqual([...names, ...names]);
  now = succeeded;
  await Promise.all(ends);
});

test('what asking after one execution meets is told to whom waits for it, and to nobody else', async () => {
  let now = running;
  const { open } = stepFunctions({ list: () => ({ one: now, two: now }) });
  const two = open.end(arnOf('two'));
  const whileRunning = () => Promise.reject(new Error('no'));
  await expect(open.end(arnOf('one'), { whileRunning })).rejects.toThrow('no');
  now = succeeded;
  await expect(two).resolves.toMatchObject({ status: 'SUCCEEDED' });
});

const inputOf = (key: string) => JSON.stringify({ key: `photos-raw/${key}` });

test('the executions of uploads are found by their keys, each described once and those of before never', async () => {
  const before = { old: { ...running, startDate: at(1), input: inputOf('a.jpg') } };
  const later: Record<string, Execution> = {
    unreadable: { ...running, startDate: at(3), input: 'no JSON' },
    b: { ...running, startDate: at(2), input: inputOf('b.jpg') },
    a: { ...running, startDate: at(1), input: inputOf('a.jpg') },
  };
  let now: Record<string, Execution> = before;
  const { open, described } = stepFunctions({ list: () => now });
  await open.watchUploads();
  const a = open.startedBy('photos-raw/a.jpg');
  now = { ...later, ...before };
  await expect(a).resolves.toBe(arnOf('a'));
  // It was found before anybody asked for it.
  await expect(open.startedBy('photos-raw/b.jpg')).resolves.toBe(arnOf('b'));
  now = { c: { ...running, startDate: at(4), input: inputOf('c.jpg') }, ...now };
  await expect(open.startedBy('photos-raw/c.jpg')).resolves.toBe(arnOf('c'));
  expect(described).toEqual(['unreadable', 'b', 'a', 'c']);
});

test('the execution of an upload is found by its name alone, and a later one of the same photo is another', async () => {
  const named = (key: string, sequencer: string) =>
    `${key}_${photoId(localDeployment.rawBucket, `photos-raw/${key}.jpg`)}_${sequencer}`;
  let now: Record<string, Execution> = { [named('a', '01')]: { ...running, startDate: at(1) } };
  const { open, described } = stepFunctions({ list: () => now });
  await open.watchUploads();
  const a = open.startedBy('photos-raw/a.jpg');
  now = {
    [named('a', '02')]: { ...running, startDate: at(3) },
    [named('b', '01')]: { ...running, startDate: at(2) },
    ...now,
  };
  await expect(a).resolves.toBe(arnOf(named('a', '02')));
  await expect(open.startedBy('photos-raw/b.jpg')).resolves.toBe(arnOf(named('b', '01')));
  expect(described).toEqual([]);
});

test('an execution is found on whatever page it is, and pages of long ago are not read again', async () => {
  const keys = ['c', 'b', 'a'];
  let now: Record<string, Execution> = {};
  const { open, pages } = stepFunctions({ list: () => now, pageSize: 1 });
  await open.watchUploads();
  const a = open.startedBy('photos-raw/a');
  // Minutes apart.
  now = Object.fromEntries(
    keys.map((key, index) => [key, { ...running, startDate: at(300 - 100 * index), input: inputOf(key) }]),
  );
  await expect(a).resolves.toBe(arnOf('a'));
  expect(pages.splice(0)).toEqual([0, 0, 1, 2]);
  const late = open.startedBy('photos-raw/d');
  now = { d: { ...running, startDate: at(290), input: inputOf('d') }, ...now };
  await expect(late).resolves.toBe(arnOf('d'));
  expect(pages).toEqual([0, 1, 2]);
});

test('an upload of which no execution comes is given up, and others are waited for', async () => {
  const { open } = stepFunctions({ list: () => ({ one: running }), patience: 0 });
  const one = open.end(arnOf('one'));
  await expect(open.startedBy('photos-raw/a.jpg')).rejects.toMatchObject({
    name: 'ExecutionNotStarted',
    message: expect.stringContaining('Expected an execution for photos-raw/a.jpg within 0 s of its upload'),
  });
  await expect(Promise.race([one, 'still waiting'])).resolves.toBe('still waiting');
});

test('when its user interrupts, nothing is waited for any more', async () => {
  const interrupt = new AbortController();
  const { open } = stepFunctions({ list: () => ({ one: running }), signal: interrupt.signal });
  const waiting = [open.end(arnOf('one')), open.startedBy('photos-raw/a.jpg')];
  interrupt.abort();
  expect(await Promise.allSettled([...waiting, open.end(arnOf('two'))])).toMatchObject(
    Array(3).fill({ reason: { name: 'AbortError' } }),
  );
});
