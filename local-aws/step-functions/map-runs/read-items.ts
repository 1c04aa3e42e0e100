import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { StateError } from '../interpreter/state-error.ts';
import { type JsonValue, parseJson } from '../json-value.ts';
import type { Objects } from '../objects.ts';

/** The lines of a JSON Lines object as they are written, one at a time; blank ones are none. */
export async function* readItems(objects: Objects, { bucket, key }: { bucket: string; key: string }) {
  try {
    const body = Readable.from(await objects.read(bucket, key));
    for await (const line of createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() !== '') yield line;
    }
  } catch (error) {
    throw readerFailed((error as Error).message);
  }
}

export function parseItem(line: string, index: number): JsonValue {
  try {
    return parseJson(line);
  } catch (error) {
    throw readerFailed(`Line ${index + 1} of the items is no JSON: ${(error as Error).message}`);
  }
}

const readerFailed = (cause: string) => new StateError('States.ItemReaderFailed', cause);
