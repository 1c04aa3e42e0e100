import { runToSummarise } from '../../statemachine/reprocess-payloads.ts';
import { reprocessFunctions } from '../functions.ts';
import { s3Client } from '../shared/clients/s3-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { summarise } from './summarise.ts';

const environment = readEnvironment(reprocessFunctions.Summarise.variables);
const services = { s3: s3Client(environment.BUCKET_OWNER) };

/** State Summarise: where a run's results are in, its report out. */
export const handler = lambda(runToSummarise, (input) => summarise(input, services));
