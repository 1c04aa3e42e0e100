import { type ExecutionListItem, SFNClient } from '@aws-sdk/client-sfn';
import { expect, test, vi } from 'vitest';
import { localDeployment } from '../../local/deployment.ts';
import { OpenExecutions } from '../../operations/reprocess/open-executions.ts';

/** What AWS does and the local cloud does not: it shows what was a moment ago. */

const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:MatchFaces:${name}`;
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

type Execution = Pick<ExecutionListItem, 'status' | 'stopDate'> & { readonly error?: string };

/** Step Functions as `list` and `describe` show its executions, by name. */
function stepFunctions({
  list,
  describe = list,
}: {
  list: () => Readonly<Record<string, Execution>>;
  describe?: () => Readonly<Record<string, Execution>>;
}) {
  const sfn = new SFNClient({ region: 'us-east-1' });
  const described: string[] = [];
  sfn.middlewareStack.add(
    (_, { commandName }) =>
      async ({ input }) => {
        if (commandName === 'ListExecutionsCommand') {
          const executions = Object.entries(list()).map(([name, execution]) => ({
            ...execution,
            executionArn: arnOf(name),
          }));
          return { output: { $metadata: {}, executions }, response: undefined };
        }
        const { executionArn } = input as { executionArn: string };
        const name = executionArn.split(':').at(-1)!;
        described.push(name);
        return { output: { $metadata: {}, executionArn, ...describe()[name]! }, response: undefined };
      },
    { step: 'initialize', priority: 'high' },
  );
  const open = new OpenExecutions({ sfn, kind: 'server', deployment: localDeployment });
  return { open, described };
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
  const end = open.end(arnOf('one'), at(10)).finally(() => {
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
