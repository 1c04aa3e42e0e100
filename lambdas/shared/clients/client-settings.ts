import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RekognitionClient } from '@aws-sdk/client-rekognition';
import type { S3Client } from '@aws-sdk/client-s3';
import { type FailedCall, nameServiceError } from '../service-errors.ts';

/** Attempts of the SDK for one call of S3 or DynamoDB. */
export const storageAttempts = 3;

/**
 * A hung call ends as TimeoutError, well before the function does: `requestTimeout` one that is not answered,
 * `socketTimeout` one whose answer stops on its way. A slow answer that moves is read to its end.
 */
export const requestHandler = {
  connectionTimeout: 3_000,
  requestTimeout: 20_000,
  socketTimeout: 20_000,
  throwOnRequestTimeout: true,
};

/** Gives the errors of every call their name for the state machine. */
export function withNamedErrors<Client extends RekognitionClient | S3Client | DynamoDBClient>(
  client: Client,
): Client {
  // The three clients' middleware stacks differ only in their input and output types.
  const { middlewareStack } = client as RekognitionClient;
  middlewareStack.add(
    (next, { clientName, commandName }) =>
      async (call) => {
        try {
          return await next(call);
        } catch (error) {
          throw nameServiceError(error, {
            service: String(clientName).replace(/Client$/, ''),
            operation: String(commandName).replace(/Command$/, ''),
            input: call.input as FailedCall['input'],
            region: await client.config.region(),
          });
        }
      },
    { step: 'initialize', priority: 'high', name: 'nameServiceErrors' },
  );
  return client;
}
