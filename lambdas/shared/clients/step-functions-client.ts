import { SFNClient } from '@aws-sdk/client-sfn';
import { requestHandler } from './client-settings.ts';

/**
 * More than the SDK's 3: a throttled call is better waited for here than by the message in the queue, as long as its
 * function has time.
 */
const maxAttempts = 5;

export const stepFunctionsClient = () => new SFNClient({ maxAttempts, requestHandler });
