import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stateMachineArn } from '../../../local-aws/account.ts';
import { createS3 } from '../../../local-aws/s3/s3-service.ts';
import type { JsonValue } from '../../../local-aws/step-functions/json-value.ts';
import type { Objects } from '../../../local-aws/step-functions/objects.ts';
import { lambdaTask, one } from './machine-room.ts';

/** Runs the machine called Work, under a name that a redrive changes. */
export const nestedTask = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync:2',
  Parameters: {
    StateMachineArn: stateMachineArn('Work'),
    'Name.$': "States.Format('{}-{}', $.name, $$.Execution.RedriveCount)",
    'Input.$': '$.input',
  },
  ...more,
});

export const distributedMap = (child: { Type: string }, more: object = {}) => ({
  Type: 'Map',
  Label: 'Photos',
  MaxConcurrencyPath: '$.atOnce',
  ToleratedFailureCountPath: '$.tolerated',
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSONL' },
    Parameters: { 'Bucket.$': '$.bucket', 'Key.$': '$.key' },
  },
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    ...one('Child', child),
  },
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters: { 'Bucket.$': '$.bucket', Prefix: 'results' },
    WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
  },
  ...more,
});

export const work = { name: 'Work', definition: one('Work', lambdaTask('work')) };

export const input = (more: object = {}): JsonValue => ({
  ...{ bucket: 'photos', key: 'items.jsonl', atOnce: 10, tolerated: 0 },
  ...more,
});

/** A bucket on a folder of its own. */
export async function photos(items: readonly JsonValue[]) {
  const folder = mkdtempSync(join(tmpdir(), 'map-run-objects-'));
  const { store } = createS3({ folder });
  await store.createBucket('photos');
  const put = (lines: readonly JsonValue[]) => {
    const body = [Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'))];
    return store.putObject({ bucket: 'photos', key: 'items.jsonl', body });
  };
  await put(items);
  const objects: Objects = {
    read: async (bucket, key) => (await store.getObject({ bucket, key })).body,
    write: async (bucket, key, body) => (await store.putObject({ bucket, key, body })).size,
  };
  const read = async (key: string) => text((await store.getObject({ bucket: 'photos', key })).body);
  return {
    objects,
    put,
    /** What a Map Run has written, by kind. */
    async results(manifestKey: string) {
      const manifest = JSON.parse(await read(manifestKey));
      const files: [string, { Key: string; Size: number }[]][] = Object.entries(manifest.ResultFiles);
      const lines: Record<string, JsonValue[]> = {};
      for (const [kind, parts] of files) {
        lines[kind] = [];
        for (const { Key } of parts) {
          for (const line of (await read(Key)).trimEnd().split('\n')) lines[kind].push(JSON.parse(line));
        }
      }
      return { manifest, lines };
    },
    clean: () => rmSync(folder, { recursive: true }),
  };
}
