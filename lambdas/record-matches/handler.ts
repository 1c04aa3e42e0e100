import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import * as z from 'zod/mini';
import { failedPhotoToRecord, photoToRecord } from '../../statemachine/payloads.ts';
import { functions } from '../functions.ts';
import { photosTableClient } from '../shared/clients/photos-table-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { metrics } from '../shared/metrics.ts';
import { recordFailedPhoto } from './record-failed-photo.ts';
import { recordMatches } from './record-matches.ts';

const environment = readEnvironment(functions.RecordMatches.variables);
const services = { photos: photosTableClient() };
const settings = { table: environment.PHOTOS_TABLE, rawBucket: environment.RAW_BUCKET };

/** States RecordMatches and RecordFailedPhoto: what became of a photo in, the summary of its record out. */
export const handler = lambda(z.union([photoToRecord, failedPhotoToRecord]), (input) =>
  'failure' in input
    ? recordFailedPhoto(input, settings, services)
    : recordMatches(input, settings, services),
).use(logMetrics(metrics));
