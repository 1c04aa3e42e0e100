import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Rekognition } from '@aws-sdk/client-rekognition';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { createDynamoDB } from '../../../local-aws/dynamodb/dynamodb-service.ts';
import { inTurn, tellCallers } from '../../../local-aws/gateway/call.ts';
import { createFaults } from '../../../local-aws/gateway/faults.ts';
import type { JsonService } from '../../../local-aws/gateway/json-protocol.ts';
import { createRecorder } from '../../../local-aws/gateway/recorder.ts';
import { routesTo } from '../../../local-aws/gateway/routes.ts';
import { startGateway } from '../../../local-aws/gateway/server.ts';
import { createS3 } from '../../../local-aws/s3/s3-service.ts';

/** The gateway with real storage behind it; the other two services have only the operations that are given. */
export async function startGatewayUnderTest(operations: JsonService['operations'] = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const dynamodb = await createDynamoDB({
    folder: join(folder, 'dynamodb'),
    tables: [{ name: 'Photos', partitionKey: 'photoId' }],
  });
  const s3 = createS3({ folder: join(folder, 's3') });
  await s3.store.createBucket('photos');
  const faults = createFaults();
  const recorder = createRecorder();
  const gateway = await startGateway({ port: 0, identity: { id: 'this one' } });
  const service: JsonService = {
    targetPrefix: 'RekognitionService',
    contentType: 'application/x-amz-json-1.1',
    operations,
  };
  gateway.serve(
    routesTo(
      {
        dynamodb,
        s3,
        rekognition: { service },
        stepFunctions: {
          service: {
            ...service,
            targetPrefix: 'AWSStepFunctions',
            contentType: 'application/x-amz-json-1.0',
          },
        },
      },
      {
        callerOf: tellCallers(['DetectFaces']),
        intercept: inTurn(recorder.intercept, faults.intercept),
      },
    ),
  );

  const client = (accessKeyId: string) => ({
    endpoint: gateway.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    endpoint: gateway.endpoint,
    port: Number(new URL(gateway.endpoint).port),
    faults,
    recorder,
    s3: (accessKeyId = 'operator') => new S3({ ...client(accessKeyId), forcePathStyle: true }),
    rekognition: (accessKeyId = 'operator', options = {}) =>
      new Rekognition({ ...client(accessKeyId), ...options }),
    dynamodb: (accessKeyId = 'operator') => new DynamoDB(client(accessKeyId)),
    sfn: (accessKeyId = 'operator') => new SFN(client(accessKeyId)),
    async stop() {
      await gateway.close();
      await dynamodb.close();
      await rm(folder, { recursive: true });
    },
  };
}

export type GatewayUnderTest = Awaited<ReturnType<typeof startGatewayUnderTest>>;
