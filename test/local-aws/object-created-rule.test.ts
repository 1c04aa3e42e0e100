import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createObjectCreatedRule,
  type ObjectCreatedRule,
  type QueuedMessages,
} from '../../local-aws/object-created-rule.ts';
import type { ObjectCreated } from '../../local-aws/s3/object-created.ts';

let folder: string;
let events: ObjectCreatedRule;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
});
afterEach(async () => {
  events.close();
  await rm(folder, { recursive: true });
});

type Invoke = (messages: QueuedMessages) => Promise<unknown>;

/** A rule for `raw/photos/` as a process would open it. */
function open(invoke: Invoke, isStored = async (_: ObjectCreated) => true) {
  const rule = { folder, bucket: 'raw', prefix: 'photos/', batches: { size: 3, atOnce: 2 } };
  events = createObjectCreatedRule({ ...rule, invoke, isStored });
  return events;
}

/** Takes everything. */
const take: Invoke = async () => ({ batchItemFailures: [] });
/** Takes nothing until the process is over. */
const never: Invoke = () => new Promise(() => {});

let writes = 0;
const announce = (key: string, { bucket = 'raw', size = 1 } = {}) => {
  writes += 1;
  return events.announce({ bucket, key, size, etag: 'e', sequencer: String(writes).padStart(18, '0') });
};

const upload = (key: string, event = {}) => announce(key, event)?.confirm();

const undelivered = () => readdir(folder);
const allDelivered = () =>
  vi.waitFor(async () => expect(await undelivered()).toEqual([]), { timeout: 20_000 });

const objectsIn = ({ Records }: QueuedMessages) =>
  Records.map(({ body }) => JSON.parse(body).detail.object as { key: string; sequencer: string });
const keysOf = (invoke: { readonly mock: { readonly calls: [QueuedMessages][] } }) =>
  invoke.mock.calls.map(([messages]) => objectsIn(messages).map(({ key }) => key));

describe('an upload', () => {
  it('is told to the function as EventBridge puts it into a queue, its key as it is', async () => {
    const invoke = vi.fn(take);
    open(invoke);
    upload('photos/red flower+ä.jpg');
    await allDelivered();
    const [[{ Records }]] = invoke.mock.calls as [[QueuedMessages]];
    expect(Records).toHaveLength(1);
    expect(JSON.parse(Records[0]!.body)).toMatchObject({
      'detail-type': 'Object Created',
      source: 'aws.s3',
      detail: {
        bucket: { name: 'raw' },
        object: {
          key: 'photos/red flower+ä.jpg',
          size: 1,
          etag: 'e',
          sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
        },
      },
    });
  });

  it('is told to nobody when it is a folder, elsewhere, or in another bucket', async () => {
    const invoke = vi.fn(take);
    open(invoke);
    upload('photos/folder/', { size: 0 });
    upload('thumbs/a.jpg');
    upload('photos/a.jpg', { bucket: 'thumbs' });
    expect(await undelivered()).toEqual([]);
    expect(invoke).not.toHaveBeenCalled();
  });

  it('keeps the sequencer of its write', async () => {
    const invoke = vi.fn(take);
    open(invoke);
    for (let time = 0; time < 20; time += 1) upload('photos/a.jpg');
    await allDelivered();
    const given = invoke.mock.calls.flatMap(([messages]) =>
      objectsIn(messages).map(({ sequencer }) => sequencer),
    );
    expect(given.map(Number)).toEqual(Array.from({ length: 20 }, (_, time) => writes - 19 + time));
  });

  it('that the function does not take comes back alone, under the same sequencer', async () => {
    const invoke = vi.fn(take);
    invoke.mockResolvedValueOnce({}).mockResolvedValueOnce({});
    invoke.mockImplementationOnce(async ({ Records }) => ({
      batchItemFailures: [{ itemIdentifier: Records[1]!.messageId }],
    }));
    open(invoke);
    for (const name of ['first', 'a', 'b', 'c']) upload(`photos/${name}`);
    await vi.waitFor(async () => expect(await undelivered()).toHaveLength(1));
    await allDelivered();
    expect(keysOf(invoke).at(-1)).toHaveLength(1);
    const all = invoke.mock.calls.flatMap(([messages]) => objectsIn(messages));
    const again = all.at(-1)!;
    expect(all.filter(({ sequencer }) => sequencer === again.sequencer)).toHaveLength(2);
  });

  it('comes back when the function fails', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const invoke = vi.fn(take);
    invoke.mockRejectedValueOnce(new Error('Sandbox.Timedout'));
    open(invoke);
    upload('photos/a.jpg');
    await allDelivered();
    expect(keysOf(invoke)).toEqual([['photos/a.jpg'], ['photos/a.jpg']]);
    log.mockRestore();
  });
});

it('a burst is told in so many batches at once, each no larger than it may be, in order', async () => {
  const ends: (() => void)[] = [];
  const invoke = vi.fn<Invoke>(() => new Promise((resolve) => ends.push(() => resolve({}))));
  open(invoke);
  for (const number of [1, 2, 3, 4, 5, 6]) upload(`photos/${number}`);
  await vi.waitFor(() => expect(ends).toHaveLength(2));
  expect(await undelivered()).toHaveLength(6);
  ends[0]!();
  await vi.waitFor(() => expect(ends).toHaveLength(3));
  ends[1]!();
  ends[2]!();
  await vi.waitFor(() => expect(ends).toHaveLength(4));
  ends[3]!();
  await allDelivered();
  expect(keysOf(invoke)).toEqual([
    ['photos/1'],
    ['photos/2'],
    ['photos/3', 'photos/4', 'photos/5'],
    ['photos/6'],
  ]);
});

describe('what a killed process did not deliver', () => {
  it('is delivered by the next one, as it was', async () => {
    const before = vi.fn(never);
    open(before);
    upload('photos/a.jpg');
    expect(await undelivered()).toHaveLength(1);

    const after = vi.fn(take);
    open(after).deliverLeftOver();
    await allDelivered();
    expect(after.mock.calls).toEqual(before.mock.calls);
  });

  it('is delivered also when an earlier version left it', async () => {
    const name = '6a7e8d4c-9c3b-4b7e-8c0a-1f2e3d4c5b6a';
    await writeFile(join(folder, `${name}.json`), JSON.stringify({ bucket: 'raw', key: 'photos/a.jpg' }));
    const invoke = vi.fn(take);
    open(invoke).deliverLeftOver();
    await allDelivered();
    const sequencer = name.replaceAll('-', '');
    expect(invoke.mock.calls.flatMap(([messages]) => objectsIn(messages))).toEqual([
      { key: 'photos/a.jpg', sequencer },
    ]);
  });

  it('is dropped when it was killed before it had written it, as nothing was acknowledged', async () => {
    await writeFile(join(folder, 'half.pending'), '{"bucket":"ra');
    const invoke = vi.fn(take);
    open(invoke).deliverLeftOver();
    await allDelivered();
    expect(invoke).not.toHaveBeenCalled();
  });
});

describe('what a killed process announced', () => {
  it.each([
    ['is delivered when its object is there', true, 1],
    ['is dropped when its object did not come to be', false, 0],
  ])('%s', async (_, isStored, calls) => {
    open(never);
    announce('photos/a.jpg');
    const invoke = vi.fn(take);
    const asked = vi.fn(async (_: ObjectCreated) => isStored);
    await open(invoke, asked).deliverLeftOver();
    await allDelivered();
    expect(asked.mock.calls).toMatchObject([[{ bucket: 'raw', key: 'photos/a.jpg' }]]);
    expect(invoke).toHaveBeenCalledTimes(calls);
  });
});

it('closing leaves over what is not delivered', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  open(() => Promise.reject(new Error('no')));
  upload('photos/a.jpg');
  await vi.waitFor(() => expect(log).toHaveBeenCalled());
  events.close();
  expect(await undelivered()).toHaveLength(1);
  log.mockRestore();
});
