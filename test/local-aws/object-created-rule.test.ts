import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createObjectCreatedRule,
  type ObjectCreatedRule,
  type ObjectCreatedRuleOptions,
  type UploadedObject,
} from '../../local-aws/object-created-rule.ts';
import { ServiceError } from '../../local-aws/service-error.ts';

let folder: string;
let events: ObjectCreatedRule;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
});
afterEach(async () => {
  events.close();
  await rm(folder, { recursive: true });
});

type Start = (name: string, photo: UploadedObject) => Promise<{ executionArn: string }>;

/** A rule for `raw/photos/` as a process would open it; executions are over at once by default. */
function open(
  startExecution: Start,
  bound: Partial<Pick<ObjectCreatedRuleOptions, 'openExecutions' | 'awaitEnd' | 'isStored'>> = {},
) {
  const rule = { folder, bucket: 'raw', prefix: 'photos/', startExecution, isStored: async () => true };
  events = createObjectCreatedRule({ ...rule, patienceSeconds: 300, awaitEnd: async () => {}, ...bound });
  return events;
}

/** Starts an execution. */
const succeed: Start = async (name) => ({ executionArn: name });

const announce = (key: string, { bucket = 'raw', size = 1 } = {}) =>
  events.announce({ bucket, key, size, etag: 'e', sequencer: '1' });

const upload = (key: string, event = {}) => announce(key, event)?.confirm();

const undelivered = () => readdir(folder);
const allDelivered = () =>
  vi.waitFor(async () => expect(await undelivered()).toEqual([]), { timeout: 20_000 });

/** Starts nothing until the process is over. */
const never: Start = () => new Promise(() => {});

describe('an upload', () => {
  it('starts an execution with its bucket and key as they are', async () => {
    const start = vi.fn<Start>(succeed);
    open(start);
    upload('photos/red flower+ä.jpg');
    await allDelivered();
    expect(start.mock.calls).toEqual([
      [expect.stringMatching(/^[0-9a-f-]{36}$/), { bucket: 'raw', key: 'photos/red flower+ä.jpg' }],
    ]);
  });

  it('starts none when it is a folder, elsewhere, or in another bucket', async () => {
    const start = vi.fn<Start>(succeed);
    open(start);
    upload('photos/folder/', { size: 0 });
    upload('thumbs/a.jpg');
    upload('photos/a.jpg', { bucket: 'thumbs' });
    expect(await undelivered()).toEqual([]);
    expect(start).not.toHaveBeenCalled();
  });

  it('starts one execution each time', async () => {
    const start = vi.fn<Start>(succeed);
    open(start);
    upload('photos/a.jpg');
    upload('photos/a.jpg');
    await allDelivered();
    expect(new Set(start.mock.calls.map(([name]) => name)).size).toBe(2);
  });

  it('is tried again under the same name until it starts', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const start = vi.fn<Start>(succeed);
    start.mockRejectedValueOnce(new ServiceError('ThrottlingException', 'Rate exceeded'));
    open(start);
    upload('photos/a.jpg');
    await allDelivered();
    const [first, second] = start.mock.calls;
    expect(second).toEqual(first);
    log.mockRestore();
  });
});

describe('what a killed process did not deliver', () => {
  it('is delivered by the next one, under the same name', async () => {
    const before = vi.fn<Start>(never);
    open(before);
    upload('photos/a.jpg');
    expect(await undelivered()).toHaveLength(1);

    const after = vi.fn<Start>(succeed);
    open(after).deliverLeftOver();
    await allDelivered();
    expect(after.mock.calls).toEqual(before.mock.calls);
  });

  it('counts as delivered when its execution is there and over already', async () => {
    open(never);
    upload('photos/a.jpg');
    open(async () => {
      throw new ServiceError('ExecutionAlreadyExists', 'Execution Already Exists');
    }).deliverLeftOver();
    await allDelivered();
  });

  it('is dropped when it was killed before it had written it, as nothing was acknowledged', async () => {
    await writeFile(join(folder, 'half.pending'), '{"bucket":"ra');
    const start = vi.fn<Start>(succeed);
    open(start).deliverLeftOver();
    await allDelivered();
    expect(start).not.toHaveBeenCalled();
  });
});

describe('what a killed process announced', () => {
  it.each([
    ['is delivered when its object is there', true, 1],
    ['is dropped when its object did not come to be', false, 0],
  ])('%s', async (_, isStored, starts) => {
    open(never);
    announce('photos/a.jpg');
    const start = vi.fn<Start>(succeed);
    const asked = vi.fn(async () => isStored);
    await open(start, { isStored: asked }).deliverLeftOver();
    await allDelivered();
    expect(asked.mock.calls).toEqual([[{ bucket: 'raw', key: 'photos/a.jpg', sequencer: '1' }]]);
    expect(start).toHaveBeenCalledTimes(starts);
  });
});

describe('with two open executions', () => {
  const started = (start: ReturnType<typeof vi.fn<Start>>) => start.mock.calls.map(([, { key }]) => key);

  it('other uploads wait until one of them ends, in their order', async () => {
    const ends: ((over?: unknown) => void)[] = [];
    const start = vi.fn<Start>(succeed);
    open(start, {
      openExecutions: 2,
      awaitEnd: () => new Promise((resolve) => ends.push(resolve)),
    });
    for (const number of [1, 2, 3, 4]) upload(`photos/${number}.jpg`);
    await vi.waitFor(() => expect(ends).toHaveLength(2));
    expect(started(start)).toEqual(['photos/1.jpg', 'photos/2.jpg']);
    expect(await undelivered()).toHaveLength(2);
    ends[1]!();
    await vi.waitFor(() => expect(ends).toHaveLength(3));
    expect(started(start)).toEqual(['photos/1.jpg', 'photos/2.jpg', 'photos/3.jpg']);
    ends[0]!();
    await allDelivered();
    expect(start).toHaveBeenCalledTimes(4);
  });

  it('what waits when the process ends is delivered by the next one', async () => {
    open(succeed, { openExecutions: 1, awaitEnd: () => new Promise(() => {}) });
    for (const number of [1, 2, 3]) upload(`photos/${number}.jpg`);
    await vi.waitFor(async () => expect(await undelivered()).toHaveLength(2));
    events.close();
    const start = vi.fn<Start>(succeed);
    open(start, { openExecutions: 1 }).deliverLeftOver();
    await allDelivered();
    expect(started(start).sort()).toEqual(['photos/2.jpg', 'photos/3.jpg']);
  });
});

it('closing leaves over what is not delivered', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  open(async () => {
    throw new ServiceError('ThrottlingException', 'Rate exceeded');
  });
  upload('photos/a.jpg');
  await vi.waitFor(() => expect(log).toHaveBeenCalled());
  events.close();
  expect(await undelivered()).toHaveLength(1);
  log.mockRestore();
});
