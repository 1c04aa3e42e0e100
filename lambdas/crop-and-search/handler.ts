import { faceToSearch } from '../../statemachine/payloads.ts';
import { functions } from '../functions.ts';
import { rekognitionClient } from '../shared/clients/rekognition-client.ts';
import { s3Client } from '../shared/clients/s3-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { cropAndSearch } from './crop-and-search.ts';

const environment = readEnvironment(functions.CropAndSearch.variables);
const services = { s3: s3Client(environment.BUCKET_OWNER), rekognition: rekognitionClient() };
const thumbs = { bucket: environment.THUMBS_BUCKET, prefix: environment.THUMBS_PREFIX };

/** State CropAndSearch: one detected face in, the same face with its outcome out. */
export const handler = lambda(faceToSearch, (input) => cropAndSearch(input, thumbs, services));
