import { SFNClient } from '@aws-sdk/client-sfn';
import { uploadStarter } from '../functions.ts';
import { readEnvironment } from '../shared/environment.ts';
import { lambda } from '../shared/lambda.ts';
import { tracer } from '../shared/telemetry.ts';
import { queuedUpload } from './queued-upload.ts';
import { startExecution } from './start-execution.ts';

const environment = readEnvironment(uploadStarter.variables);
const settings = { stateMachineArn: environment.STATE_MACHINE_ARN };

/** More than the SDK's 3: a throttled call is better waited for here than by the message in the queue. */
const maxAttempts = 8;
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true };
const sfn = tracer.captureAWSv3Client(new SFNClient({ maxAttempts, requestHandler }));

/** One upload out of the queue in; returns when its execution has ended. */
export const handler = lambda(queuedUpload, (input) => startExecution(input, settings, { sfn }));
