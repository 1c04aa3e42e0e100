import { estimate } from '../../statemachine/estimate.ts';
import { nameInRun } from '../../statemachine/execution-name.ts';
import { photoId } from '../../statemachine/photo-id.ts';
import { defaultQuota, detectionsBeside } from '../../statemachine/rekognition-quotas.ts';
import type {
  PhotosToSelect,
  PhotoToReprocess,
  ReprocessInput,
  SelectedPhotos,
} from '../../statemachine/reprocess-payloads.ts';
import { writeLines } from '../shared/json-lines.ts';
import { readableKey } from '../shared/readable-key.ts';
import { runsPrefix, type Thumbs } from '../shared/thumbs.ts';
import { openAtOnce, toleratedFailures } from './bounds.ts';
import { checkSelection } from './check-selection.ts';
import { type Listing, type ListingServices, listPhotos } from './list-photos.ts';
import { type KnownPhoto, knownFaces, withRecords } from './photo-records.ts';

export interface SelectionSettings {
  readonly rawBucket: string;
  readonly rawPrefix: string;
  readonly thumbs: Thumbs;
  readonly photosTable: string;
  readonly searchesPerSecond: number | 'none';
  readonly region: string;
}

/**
 * State SelectPhotos: lists the photos that a run is about and writes a line for each, unless only an estimate is asked
 * for. Any number of them needs the memory of a page. Throws InvalidInput for an input that selects none of this
 * deployment's photos, naming the field.
 */
export async function selectPhotos(
  { execution, input: given }: PhotosToSelect,
  settings: SelectionSettings,
  services: ListingServices,
): Promise<SelectedPhotos> {
  const input = checkSelection(given, settings);
  const { thumbs, searchesPerSecond, region } = settings;
  const skipped = { folderPlaceholders: 0, otherFiles: 0 };
  const listing: Listing = { ...settings, input, skipped };
  const census = { photos: 0, knownFaces: 0, unknownPhotos: 0 };

  async function* selected(): AsyncGenerator<PhotoToReprocess> {
    for await (const photo of withRecords(services.photos, settings, listPhotos(listing, services))) {
      if (!isMeant(photo, input)) continue;
      const faces = knownFaces(photo);
      census.photos += 1;
      if (faces === undefined) census.unknownPhotos += 1;
      else census.knownFaces += faces;
      yield lineOf(photo, { execution, input, settings });
    }
  }

  const folder = `${runsPrefix(thumbs)}${execution.name}`;
  const manifest = { bucket: thumbs.bucket, key: `${folder}/selection.jsonl` };
  if (input.dryRun) for await (const _ of selected());
  else await writeLines(services.s3, manifest, selected());

  const searches = searchesPerSecond === 'none' ? undefined : searchesPerSecond;
  const quota = searches
    ? { searchFacesByImage: searches, detectFaces: detectionsBeside(searches) }
    : defaultQuota(region);
  const isToRun = !input.dryRun && census.photos > 0;
  return {
    dryRun: input.dryRun ?? false,
    ...estimate(census, quota, { inRun: true }),
    skipped,
    openAtOnce: openAtOnce(census, searches),
    toleratedFailures: input.toleratedFailures ?? toleratedFailures(census.photos, input),
    ...(isToRun && { manifest, results: { bucket: thumbs.bucket, prefix: `${folder}/results` } }),
  };
}

/** Whether the photo's record is one of those that are asked for. */
function isMeant({ record }: KnownPhoto, { since, before, faceModelVersion }: ReprocessInput): boolean {
  const matchedAt = record?.matchedAt === undefined ? Number.NaN : Date.parse(record.matchedAt);
  if (since !== undefined && !(matchedAt >= Date.parse(since))) return false;
  if (before !== undefined && !(matchedAt < Date.parse(before))) return false;
  if (faceModelVersion === undefined) return true;
  return record?.faceModelVersion !== undefined && record.faceModelVersion !== faceModelVersion;
}

function lineOf(
  { key, record }: KnownPhoto,
  {
    execution,
    input,
    settings,
  }: Pick<PhotosToSelect, 'execution'> & { input: ReprocessInput; settings: SelectionSettings },
): PhotoToReprocess {
  const { status, matchedCount = 0, unmatchedCount = 0 } = record ?? {};
  const { rawBucket, rawPrefix } = settings;
  return {
    name: nameInRun({
      readable: readableKey(key, rawPrefix),
      photoId: photoId(rawBucket, key),
      run: execution.name,
    }),
    input: {
      key,
      ...(input.threshold !== undefined && { threshold: input.threshold }),
      // By this the console links the photo's execution to its run.
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: execution.arn,
    },
    before: status ? { status, matchedCount, unmatchedCount } : null,
  };
}
