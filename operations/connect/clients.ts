import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RekognitionClient } from '@aws-sdk/client-rekognition';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Target } from '../connect.ts';

/** What the four clients have in common; anything absent comes from the machine's AWS configuration. */
export interface ClientSettings {
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly forcePathStyle?: boolean;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
}

/** More than the SDK's 3: a person is waiting, and a throttled poll must not end their command. */
const maxAttempts = 6;

/** Milliseconds: a network that swallows packets must not hang a command. */
const connectionTimeout = 5_000;

export function createClients(
  given: ClientSettings,
): Pick<Target, 's3' | 'sfn' | 'rekognition' | 'photos'> & { close(): void } {
  const { forcePathStyle, ...common } = definedOnly(given);
  const settings = { ...common, maxAttempts, requestHandler: { connectionTimeout } };
  const s3 = new S3Client({ ...settings, forcePathStyle });
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
