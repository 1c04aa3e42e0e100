import { posix } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import {
  type RunEnding,
  type RunSummary,
  type RunToSummarise,
  reprocessedPhoto,
} from '../../statemachine/reprocess-payloads.ts';
import { readLines, writeLines } from '../shared/json-lines.ts';
import { readRedPhoto } from './red-photo.ts';

/** Step Functions' list of the files with a Map Run's results. */
const resultFiles = z.array(z.object({ Key: z.string() }));
const resultsManifest = z.object({
  ResultFiles: z.object({ SUCCEEDED: resultFiles, FAILED: resultFiles, PENDING: resultFiles }),
});

/** Keys that are told for each reason; all of them are in the manifest. */
const keysPerReason = 10;

/** State Summarise: what became of a run's photos. Reads results line by line, however many they are. */
export async function summarise(
  { photos, run }: RunToSummarise,
  { s3 }: { s3: S3Client },
): Promise<RunSummary> {
  const { Bucket: bucket, Key: key } = run.ResultWriterDetails;
  const listed = await Array.fromAsync(readLines(s3, { bucket, key }));
  const { ResultFiles } = resultsManifest.parse(JSON.parse(listed.join('\n')));

  async function* lines(kind: keyof typeof ResultFiles): AsyncGenerator<unknown> {
    for (const { Key } of ResultFiles[kind])
      for await (const line of readLines(s3, { bucket, key: Key })) yield JSON.parse(line);
  }

  const endings: Partial<Record<RunEnding, number>> = {};
  const count = (ending: RunEnding) => {
    endings[ending] = (endings[ending] ?? 0) + 1;
  };
  const matched = { before: 0, after: 0 };
  const unmatched = { before: 0, after: 0 };
  const reasons = new Map<string, { photos: number; keys: string[] }>();
  const tell = (reason: string, photo: string) => {
    const told = reasons.get(reason) ?? { photos: 0, keys: [] };
    told.photos += 1;
    if (told.keys.length < keysPerReason) told.keys.push(photo);
    reasons.set(reason, told);
  };

  for await (const line of lines('SUCCEEDED')) {
    const { input, before, after } = reprocessedPhoto.parse(line);
    count(after.superseded ? 'superseded' : after.status);
    matched.before += before?.matchedCount ?? 0;
    matched.after += after.matchedCount;
    unmatched.before += before?.unmatchedCount ?? 0;
    unmatched.after += after.unmatchedCount;
    if (before && after.matchedCount < before.matchedCount) tell('FewerMatches', input.key);
  }

  let red = 0;
  async function* redPhotos(): AsyncGenerator<{ key: string; reason: string }> {
    for (const kind of ['FAILED', 'PENDING'] as const) {
      for await (const line of lines(kind)) {
        const photo = readRedPhoto(line);
        red += 1;
        count(photo.ending);
        tell(photo.reason, photo.key);
        yield { key: photo.key, reason: photo.reason };
      }
    }
  }
  const manifest = { bucket, key: posix.join(posix.dirname(key), 'red.jsonl') };
  if (ResultFiles.FAILED.length + ResultFiles.PENDING.length > 0) await writeLines(s3, manifest, redPhotos());

  return {
    photos,
    endings,
    matched,
    unmatched,
    needALook: [...reasons]
      .map(([reason, told]) => ({ reason, ...told }))
      .toSorted((one, other) => other.photos - one.photos),
    red,
    ...(red > 0 && { manifest: `s3://${manifest.bucket}/${manifest.key}` }),
  };
}
