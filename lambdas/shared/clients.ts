import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type FailedCall, nameServiceError } from './service-errors.ts';

/**
 * Attempts of the SDK for one call. Rekognition gets none beyond the first: its quota is the narrowest
 * place, and the state machine's retries are the ones that spread out and that a person can see.
 */
const rekognitionAttempts = 1;
const storageAttempts = 3;

/** A hung call ends as TimeoutError, well before the function does. */
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 20_000, throwOnRequestTimeout: true };

export const rekognitionClient = () =>
  withNamedErrors(new RekognitionClient({ maxAttempts: rekognitionAttempts, requestHandler }));

export const s3Client = () =>
  withNamedErrors(
    // Loopback has no wildcard DNS for bucket names.
    new S3Client({ maxAttempts: storageAttempts, requestHandler, forcePathStyle: isLoopback() }),
  );

export const photosTableClient = () =>
  DynamoDBDocumentClient.from(
    withNamedErrors(new DynamoDBClient({ maxAttempts: storageAttempts, requestHandler })),
    { marshallOptions: { removeUndefinedValues: true } },
  );

const isLoopback = () => /^http:\/\/(127\.|localhost)/.test(process.env.AWS_ENDPOINT_URL ?? '');

/** Gives the errors of every call their name for the state machine, and the call its trace. */
function withNamedErrors<Client extends RekognitionClient | S3Client | DynamoDBClient>(
  client: Client,
): Client {
  // The three clients' middleware stacks differ only in their input and output types.
  const { middlewareStack } = client as RekognitionClient;
  middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        try {
          return await next(call);
        } catch (error) {
          throw nameServiceError(error, {
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
