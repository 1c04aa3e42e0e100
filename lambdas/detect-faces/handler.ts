import { executionInput } from '../../statemachine/payloads.ts';
import { functions } from '../functions.ts';
import { clockClient } from '../shared/clients/clock-client.ts';
import { rekognitionClient } from '../shared/clients/rekognition-client.ts';
import { s3Client } from '../shared/clients/s3-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { detectFaces } from './detect-faces.ts';

const environment = readEnvironment(functions.DetectFaces.variables);
const services = {
  s3: s3Client(environment.BUCKET_OWNER),
  rekognition: rekognitionClient(),
  dynamodb: clockClient(),
};
const settings = {
  rawBucket: environment.RAW_BUCKET,
  rawPrefix: environment.RAW_PREFIX,
  thumbs: { bucket: environment.THUMBS_BUCKET, prefix: environment.THUMBS_PREFIX },
  collectionId: environment.REKOGNITION_COLLECTION_ID,
  threshold: environment.FACE_MATCH_THRESHOLD,
  pace: { table: environment.PACE_TABLE, searchesPerSecond: environment.SEARCHES_PER_SECOND },
};

/** State DetectFaces: the execution's input in, the pinned photo, its faces and their turn out. */
export const handler = lambda(executionInput, (input) => detectFaces(input, settings, services));
