import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { requestHandler, storageAttempts, withNamedErrors } from './client-settings.ts';

export const photosTableClient = () =>
  DynamoDBDocumentClient.from(
    withNamedErrors(new DynamoDBClient({ maxAttempts: storageAttempts, requestHandler })),
    { marshallOptions: { removeUndefinedValues: true } },
  );
