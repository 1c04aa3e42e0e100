import type { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readableKey } from '../../../lambdas/shared/readable-key.ts';
import { startMatch } from '../../../lambdas/start-match/start-match.ts';
import { executionName, photoIdIn } from '../../../statemachine/execution-name.ts';
import { photoId } from '../../../statemachine/photo-id.ts';

const settings = {
  stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:MatchFaces',
  rawPrefix: 'photos-raw/',
  startsPerSecond: 20,
};
const sequencer = '0062E99A88DC407460';
const bodyOf = (key: string) =>
  JSON.stringify({ source: 'aws.s3', detail: { bucket: { name: 'raw' }, object: { key, sequencer } } });

/** Starts a batch with these bodies, in a time that passes by itself. */
async function startAll(
  bodies: readonly string[],
  refuse: (name: string) => string | undefined = () => undefined,
) {
  const started: { name: string; input: unknown; at: number }[] = [];
  const pauses: number[] = [];
  let at = 0;
  const sfn = {
    async send({ input: { name, input } }: StartExecutionCommand) {
      const error = refuse(name!);
      if (error) throw Object.assign(new Error('no'), { name: error });
      started.push({ name: name!, input: JSON.parse(input!), at });
      return {};
    },
  } as unknown as Pick<SFNClient, 'send'>;
  const pause = async (seconds: number) => {
    pauses.push(seconds);
    at = seconds;
  };
  const Records = bodies.map((body, index) => ({ messageId: `m${index}`, body }));
  const result = await startMatch({ Records }, settings, { sfn, pause });
  return { result, started, pauses };
}

describe('a batch of uploads', () => {
  test('starts an execution of each, named after its photo and its upload, with bucket and key', async () => {
    const { result, started } = await startAll([bodyOf('photos-raw/a/b.jpg'), bodyOf('photos-raw/a-b.jpg')]);
    expect(result).toEqual({ batchItemFailures: [] });
    expect(started).toMatchObject([
      {
        name: `a-b_${photoId('raw', 'photos-raw/a/b.jpg')}_${sequencer}`,
        input: { bucket: 'raw', key: 'photos-raw/a/b.jpg' },
      },
      {
        name: `a-b_${photoId('raw', 'photos-raw/a-b.jpg')}_${sequencer}`,
        input: { bucket: 'raw', key: 'photos-raw/a-b.jpg' },
      },
    ]);
  });

  test('keeps to its half of the rate, to the end of the last one', async () => {
    const { pauses } = await startAll(['a', 'b', 'c'].map((name) => bodyOf(`photos-raw/${name}.jpg`)));
    expect(pauses.toSorted()).toEqual([0, 0.1, 0.2, expect.closeTo(0.3)]);
  });

  test('that was delivered before is taken, and started once', async () => {
    const { result, started } = await startAll([bodyOf('photos-raw/a.jpg')], () => 'ExecutionAlreadyExists');
    expect(result).toEqual({ batchItemFailures: [] });
    expect(started).toEqual([]);
  });

  test('gives back only those that it could not start or read', async () => {
    const bodies = [
      bodyOf('photos-raw/a.jpg'),
      '{',
      '{"detail": {"bucket": {}}}',
      bodyOf('photos-raw/b.jpg'),
    ];
    const refuse = (name: string) => (name.startsWith('b_') ? 'AccessDeniedException' : undefined);
    const { result, started } = await startAll(bodies, refuse);
    expect(started.map(({ name }) => name.split('_')[0])).toEqual(['a']);
    const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    expect(failed.toSorted()).toEqual(['m1', 'm2', 'm3']);
  });
});

describe('the name of an execution', () => {
  const nameOf = (key: string, occasion = sequencer) =>
    executionName({
      readable: readableKey(key, 'photos-raw/'),
      photoId: photoId('raw', key),
      occasion,
    });
  const readable = (key: string) => nameOf(key).split(`_${photoId('raw', key)}`)[0];

  test.each([
    ['photos-raw/party.jpg', 'party'],
    ['photos-raw/写真.jpg', 'Xie-Zhen'],
    ['photos-raw/Große Übung/Zoë & Jürgen (1).JPG', 'Grosse-Ubung-Zoe-Jurgen-1'],
    ['photos-raw/Фото с моря 2024.heic', 'Foto-s-morya-2024'],
    ['photos-raw/사진 앨범.webp', 'sajin-aelbeom'],
    ['photos-raw/red flower+ä%20?.jpg', 'red-flower-a-20'],
    ['photos-raw/🎉🎂.jpg', 'photo'],
    ['photos-raw/..//__--.jpg', 'photo'],
    ['photos-raw/a\tb\nc.jpg', 'a-b-c'],
    // Of a long one the end is kept, which tells the file.
    ['photos-raw/2019/italy/very/long/folder/names/IMG_0042.jpg', '19-italy-very-long-folder-names-IMG_0042'],
  ])('%j is told as %s', (key, expected) => {
    expect(readable(key)).toBe(expected);
  });

  test('is one that Step Functions and CloudWatch Logs take, and tells its photo, whatever the key', () => {
    const keys = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
    const sequencers = fc.stringMatching(/^[0-9A-F]{1,59}$/);
    fc.assert(
      fc.property(keys, sequencers, (key, occasion) => {
        const name = nameOf(`photos-raw/${key}`, occasion);
        expect(name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
        expect(name.endsWith(`_${occasion}`)).toBe(true);
        expect(photoIdIn(name)).toBe(photoId('raw', `photos-raw/${key}`));
      }),
    );
  });

  test('that somebody else gave tells no photo', () => {
    const uuid = '6a7e8d4c-9c3b-4b7e-8c0a-1f2e3d4c5b6a';
    for (const name of [uuid, 'party-20261123-221530-9f3a1c', '9535d6c386edd2894c9f-20261123-221530-9f3a'])
      expect(photoIdIn(name)).toBeUndefined();
  });
});
