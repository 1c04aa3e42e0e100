import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withNamedErrors } from './client-settings.ts';

/** A photo waits for the clock no longer than for a quick search: without it, it goes on as well. */
const maxAttempts = 2;
const requestHandler = {
  connectionTimeout: 500,
  requestTimeout: 1_000,
  socketTimeout: 1_000,
  throwOnRequestTimeout: true,
};

export const clockClient = () => withNamedErrors(new DynamoDBClient({ maxAttempts, requestHandler }));
