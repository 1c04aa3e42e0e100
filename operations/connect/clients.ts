import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { withBucketOwner } from '../../lambdas/shared/clients/bucket-owner.ts';

/** The clients that operations work with. */
export interface Clients {
  readonly s3: S3Client;
  readonly sfn: SFNClient;
  readonly rekognition: RekognitionClient;
  readonly photos: DynamoDBDocumentClient;
}

/** What the four have in common; anything absent comes from the machine's AWS configuration. */
type ClientSettings = Pick<
  S3ClientConfig,
  | 'region'
  | 'profile'
  | 'endpoint'
  | 'credentials'
  | 'forcePathStyle'
  | 'useFipsEndpoint'
  | 'useDualstackEndpoint'
>;

/** More than the SDK's 3: a person is waiting, and a throttled poll must not end their command. */
const maxAttempts = 6;

/**
 * Milliseconds: a network that swallows packets must not hang a command, nor an answer that stops on its way. A face
 * engine on one machine may be busy with others for a while before it answers.
 */
const connectionTimeout = 5_000;
const socketTimeout = 60_000;

/** `bucketOwner` is the account of every bucket that they work with. */
export function createClients({
  bucketOwner,
  ...given
}: ClientSettings & { readonly bucketOwner: string }): Clients & { close(): void } {
  const settings = {
    ...definedOnly(given),
    maxAttempts,
    requestHandler: { connectionTimeout, socketTimeout },
  };
  const s3 = withBucketOwner(new S3Client(settings), bucketOwner);
  const sfn = new SFNClient(settings);
  const rekognition = new RekognitionClient(settings);
  const dynamoDB = new DynamoDBClient(settings);
  return {
    s3,
    sfn,
    rekognition,
    photos: DynamoDBDocumentClient.from(dynamoDB),
    close: () => {
      for (const client of [s3, sfn, rekognition, dynamoDB]) client.destroy();
    },
  };
}

/** The SDK takes a key that is present but undefined for a setting. */
const definedOnly = (settings: ClientSettings): ClientSettings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/**
 * Settings of a client that is asked once. A place that does not answer is told soon: a person waits, and a network
 * that swallows packets would hold each attempt for minutes.
 */
export const awsSettings = ({ profile, region }: Pick<ClientSettings, 'profile' | 'region'>) => ({
  ...definedOnly({ profile, region }),
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout,
    requestTimeout: 20_000,
    socketTimeout: 20_000,
    throwOnRequestTimeout: true,
  },
});

/** A client that is let go at the end of its block. */
export const disposable = <Client extends { destroy(): void }>(client: Client): Client & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
