import type { MapRunRequest } from '../interpreter/outside.ts';
import { StateError } from '../interpreter/state-error.ts';
import type { JsonObject } from '../json-value.ts';
import type { Objects } from '../objects.ts';

/** The lines of each kind of result, made as they are written. */
export interface Results {
  readonly SUCCEEDED: () => Iterable<string>;
  readonly FAILED: () => Iterable<string>;
  readonly PENDING: () => AsyncIterable<string>;
}

/**
 * Writes a file of JSON Lines for each kind of result there is, and the manifest that lists them. Gives the Map
 * state's result, and how many results were written.
 */
export async function writeResults(
  objects: Objects,
  arn: string,
  { results }: MapRunRequest,
  lines: Results,
) {
  const { bucket, prefix } = results;
  const folder = `${prefix.replace(/\/$/, '')}/${arn.split(':').at(-1)}`;
  const ResultFiles: Record<string, JsonObject[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  let written = 0;
  try {
    for (const kind of ['SUCCEEDED', 'FAILED', 'PENDING'] as const) {
      const Key = `${folder}/${kind}_0.jsonl`;
      const counted = count(lines[kind]());
      const first = await counted.next();
      if (first.done) continue;
      const Size = await objects.write(bucket, Key, asBytes(first.value, counted));
      ResultFiles[kind]!.push({ Key, Size });
    }
    const Key = `${folder}/manifest.json`;
    const manifest = { DestinationBucket: bucket, MapRunArn: arn, ResultFiles };
    await objects.write(bucket, Key, [Buffer.from(JSON.stringify(manifest))]);
    return { written, result: { MapRunArn: arn, ResultWriterDetails: { Bucket: bucket, Key } } };
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError('States.ResultWriterFailed', (error as Error).message);
  }

  async function* count(given: Iterable<string> | AsyncIterable<string>) {
    for await (const line of given) {
      written += 1;
      yield line;
    }
  }
}

async function* asBytes(first: string, rest: AsyncIterable<string>) {
  yield Buffer.from(`${first}\n`);
  for await (const line of rest) yield Buffer.from(`${line}\n`);
}
