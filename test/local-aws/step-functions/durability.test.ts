import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lambdaTask, machineRoom, one, only } from './machine-room.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const definition = one('Items', {
  Type: 'Map',
  MaxConcurrency: 2,
  ItemProcessor: one('Item', lambdaTask('work')),
});
const items = [...Array(8).keys()];

/** A process that starts one execution after another; it runs until it is killed. */
function startKillable() {
  const program = join(import.meta.dirname, 'killable-process.ts');
  const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, lines: createInterface(child.stdout) };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

describe('after the process was killed', () => {
  test('everything acknowledged is there, what ran is failed as Interrupted, and a redrive finishes it', async () => {
    const { child, lines } = startKillable();
    const acknowledged: string[] = [];
    const done = new Map<string, number[]>();
    try {
      for await (const line of lines) {
        const [what, arn, item] = line.split(' ');
        if (what === 'started') acknowledged.push(arn!);
        else done.set(arn!, [...(done.get(arn!) ?? []), Number(item)]);
        if (acknowledged.length === 30) break;
      }
    } finally {
      child.kill('SIGKILL');
    }
    await ended(child);

    const again: [string, number][] = [];
    const work = ({ item, execution }: { item: number; execution: string }) => {
      again.push([execution, item]);
      return item;
    };
    const room = machineRoom(only({ Type: 'Pass' }), { work }, { folder });
    for (const executionArn of acknowledged) {
      const before = await room.call('DescribeExecution', { executionArn });
      expect(before).toMatchObject({ status: 'FAILED', error: 'Interrupted', redriveStatus: 'REDRIVABLE' });
      const { status, output } = await room.redrive(executionArn);
      expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: items });
      const repeated = again.filter(([execution]) => execution === executionArn).map(([, item]) => item);
      expect(repeated.filter((item) => done.get(executionArn)?.includes(item))).toEqual([]);
    }
    await room.stepFunctions.close();
  });
});

describe('a folder left by a process that died', () => {
  const run = async () => {
    const room = machineRoom(only({ Type: 'Pass' }), {}, { folder });
    const { executionArn } = await room.run({ n: 1 });
    await room.stepFunctions.close();
    return executionArn;
  };
  const journal = () => join(folder, 'journals', readdirSync(join(folder, 'journals'))[0]!);
  const index = () => join(folder, 'index.jsonl');
  const cutLine = (path: string) => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    writeFileSync(path, `${lines.slice(0, -1).join('\n')}\n${lines.at(-1)!.slice(0, 20)}`);
  };

  test('in the middle of its last event: the event never happened', async () => {
    const executionArn = await run();
    cutLine(journal());
    cutLine(index());
    const room = machineRoom(only({ Type: 'Pass' }), {}, { folder });
    const { error, events } = await room.outcomeOf(executionArn);
    expect(error).toBe('Interrupted');
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(await room.redrive(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: { n: 1 } });
    await room.stepFunctions.close();
  });

  test('between the last event and its line in the index: the execution has ended', async () => {
    const executionArn = await run();
    cutLine(index());
    const room = machineRoom(only({ Type: 'Pass' }), {}, { folder });
    const { status, events } = await room.outcomeOf(executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(events).toHaveLength(4);
    await room.stepFunctions.close();
  });

  test('between the line in the index and the event of a redrive: the redrive never happened', async () => {
    const failing = machineRoom(only({ Type: 'Fail', Error: 'Bad' }), {}, { folder });
    const { executionArn } = await failing.run();
    await failing.stepFunctions.close();
    const [last] = readFileSync(index(), 'utf8').trimEnd().split('\n').slice(-1);
    appendFileSync(
      index(),
      `${JSON.stringify({ ...JSON.parse(last!), status: 'RUNNING', stopDate: undefined, redriveCount: 1 })}\n`,
    );
    const room = machineRoom(only({ Type: 'Pass' }), {}, { folder });
    expect(await room.outcomeOf(executionArn)).toMatchObject({
      ...{ status: 'FAILED', error: 'Bad', redriveCount: 0 },
    });
    await room.stepFunctions.close();
  });
});

test('names that differ in case only are two executions', async () => {
  const room = machineRoom(only({ Type: 'Pass' }), {}, { folder });
  for (const name of ['photo', 'PHOTO']) await room.outcomeOf(await room.start({ name }, name));
  const { executions } = await room.call('ListExecutions', { stateMachineArn: room.machineArn });
  expect(executions).toMatchObject([{ name: 'PHOTO' }, { name: 'photo' }]);
  await room.stepFunctions.close();
});

test('a state machine keeps its creation date while its definition stays the same', async () => {
  const created = async () => {
    const room = machineRoom(definition, {}, { folder });
    const { creationDate } = await room.call('DescribeStateMachine', { stateMachineArn: room.machineArn });
    await room.stepFunctions.close();
    return creationDate;
  };
  expect(await created()).toBe(await created());
});

test('a machine whose definition is another one than it began with has a revision id, and keeps its creation date', async () => {
  const described = async (given: object, operation = 'DescribeStateMachine', more: object = {}) => {
    const room = machineRoom(given, {}, { folder });
    const { executionArn } = await room.run();
    const request =
      operation === 'DescribeStateMachine' ? { stateMachineArn: room.machineArn } : { executionArn };
    const answer = await room.call(operation, { ...request, ...more });
    await room.stepFunctions.close();
    return answer as object;
  };
  const [first, second] = [only({ Type: 'Pass' }), only({ Type: 'Pass', Result: 2 })];
  const made = await described(first);
  expect(made).not.toHaveProperty('revisionId');
  expect(await described(second)).toMatchObject({
    creationDate: (made as { creationDate: number }).creationDate,
    revisionId: expect.any(String),
  });
  expect(await described(second, 'DescribeStateMachineForExecution')).toHaveProperty('revisionId');
  expect(await described(first, 'DescribeStateMachineForExecution')).not.toHaveProperty('revisionId');
});

test('close stops what runs, and the next start finds it interrupted', async () => {
  const room = machineRoom(definition, { work: () => new Promise(() => {}) }, { folder });
  const executionArn = await room.start(items);
  const left = room.stepFunctions.waitFor(executionArn);
  await room.stepFunctions.close();
  expect(await left).toBe('RUNNING');
  const next = machineRoom(definition, {}, { folder });
  expect(await next.outcomeOf(executionArn)).toMatchObject({ status: 'FAILED', error: 'Interrupted' });
  await next.stepFunctions.close();
});
