import { uploadStarter } from '../functions.ts';
import { stepFunctionsClient } from '../shared/clients/step-functions-client.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { queuedUpload } from './queued-upload.ts';
import { startExecution } from './start-execution.ts';

const environment = readEnvironment(uploadStarter.variables);
const settings = { stateMachineArn: environment.STATE_MACHINE_ARN };
const sfn = stepFunctionsClient();

/** One upload out of the queue in; returns when its execution has ended. */
export const handler = lambda(queuedUpload, (input) => startExecution(input, settings, { sfn }));
