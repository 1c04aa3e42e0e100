import { Rekognition } from '@aws-sdk/client-rekognition';
import {
  createRekognition,
  type RekognitionOptions,
} from '../../../local-aws/rekognition/rekognition-service.ts';
import { serveOperations } from './serve-operations.ts';

/** The local service behind the real SDK, without retries. */
export interface RunningRekognition {
  readonly aws: Rekognition;
  stop(): Promise<void>;
}

export async function startRekognition(options: RekognitionOptions): Promise<RunningRekognition> {
  const rekognition = await createRekognition(options);
  const server = await serveOperations(rekognition.service);
  const aws = new Rekognition({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    aws,
    async stop() {
      aws.destroy();
      await server.close();
      await rekognition.close();
    },
  };
}
