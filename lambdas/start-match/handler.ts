import { startMatch as settingsOfFunction } from '../functions.ts';
import { stepFunctionsClient } from '../shared/clients/step-functions-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { queuedUploads } from './queued-uploads.ts';
import { startMatch } from './start-match.ts';

const environment = readEnvironment(settingsOfFunction.variables);
const settings = {
  stateMachineArn: environment.STATE_MACHINE_ARN,
  rawPrefix: environment.RAW_PREFIX,
  startsPerSecond: environment.STARTS_PER_SECOND,
};
const services = { sfn: stepFunctionsClient() };

/** A batch of uploads out of the queue in, those that started no execution out. */
export const handler = lambda(queuedUploads, (input) => startMatch(input, settings, services));
