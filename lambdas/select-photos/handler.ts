import { photosToSelect } from '../../statemachine/reprocess-payloads.ts';
import { reprocessFunctions } from '../functions.ts';
import { photosTableClient } from '../shared/clients/photos-table-client.ts';
import { s3Client } from '../shared/clients/s3-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { selectPhotos } from './select-photos.ts';

const environment = readEnvironment(reprocessFunctions.SelectPhotos.variables);
const services = { s3: s3Client(environment.BUCKET_OWNER), photos: photosTableClient() };
const settings = {
  rawBucket: environment.RAW_BUCKET,
  rawPrefix: environment.RAW_PREFIX,
  thumbs: { bucket: environment.THUMBS_BUCKET, prefix: environment.THUMBS_PREFIX },
  photosTable: environment.PHOTOS_TABLE,
  searchesPerSecond: environment.SEARCHES_PER_SECOND,
  /** Lambda's own. */
  region: process.env.AWS_REGION ?? '',
};

/** State SelectPhotos: a run's input in, its estimate and where its selection is out. */
export const handler = lambda(photosToSelect, (input) => selectPhotos(input, settings, services));
