import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Fault } from '../../../local-aws/gateway/faults.ts';
import { type GatewayUnderTest, startGatewayUnderTest } from './gateway-under-test.ts';

let gateway: GatewayUnderTest;
let served = 0;
beforeAll(async () => {
  gateway = await startGatewayUnderTest({
    ListCollections: async () => {
      served += 1;
      return { CollectionIds: [] };
    },
    ListStateMachines: async () => ({ stateMachines: [] }),
    DescribeCollection: async () => ({ FaceCount: 0 }),
  });
});
afterAll(() => gateway.stop());

function inject(fault: Fault) {
  const injected = gateway.faults.add(fault);
  onTestFinished(() => injected.remove());
  return injected;
}

const throttled = { name: 'ThrottlingException', message: 'Slow down', status: 400 };

/** The name of the error that the call ends with, or `ok`. */
const outcome = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: Error & { code?: string }) => error.code ?? error.name,
  );

const list = () => outcome(gateway.rekognition().listCollections({}));

describe('an injected error reaches the SDK by its name', () => {
  it('from Rekognition', async () => {
    inject({ service: 'rekognition', error: throttled });
    expect(await list()).toBe('ThrottlingException');
  });

  it('from Step Functions', async () => {
    inject({ service: 'states', error: { name: 'ExecutionDoesNotExist', message: 'gone', status: 400 } });
    expect(await outcome(gateway.sfn().listStateMachines({}))).toBe('ExecutionDoesNotExist');
  });

  it('from DynamoDB', async () => {
    const error = { name: 'ProvisionedThroughputExceededException', message: 'too fast', status: 400 };
    inject({ service: 'dynamodb', operation: 'GetItem', error });
    const get = gateway.dynamodb().getItem({ TableName: 'Photos', Key: { photoId: { S: '1' } } });
    expect(await outcome(get)).toBe('ProvisionedThroughputExceededException');
  });

  it('from S3', async () => {
    inject({ service: 's3', error: { name: 'SlowDown', message: 'Reduce your request rate.', status: 503 } });
    expect(await outcome(gateway.s3().getObject({ Bucket: 'photos', Key: 'any' }))).toBe('SlowDown');
  });
});

describe('a fault strikes', () => {
  it('before the service has seen the call', async () => {
    inject({ service: 'rekognition', error: throttled });
    const before = served;
    await list();
    expect(served).toBe(before);
  });

  it('only the operation that it names', async () => {
    const fault = inject({ service: 'rekognition', operation: 'DescribeCollection', error: throttled });
    expect(await list()).toBe('ok');
    expect(await outcome(gateway.rekognition().describeCollection({ CollectionId: 'a' }))).toBe(
      'ThrottlingException',
    );
    expect(fault.count).toBe(1);
  });

  it('only the calls whose input it picks', async () => {
    inject({ service: 's3', when: ({ Key }) => Key === 'b', error: { ...throttled, name: 'SlowDown' } });
    const get = (Key: string) => outcome(gateway.s3().getObject({ Bucket: 'photos', Key }));
    expect([await get('a'), await get('b')]).toEqual(['NoSuchKey', 'SlowDown']);
  });

  it('as often as it says', async () => {
    const fault = inject({ service: 'rekognition', error: throttled, times: 2 });
    expect([await list(), await list(), await list()]).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'ok',
    ]);
    expect(fault.count).toBe(2);
  });

  it('no more once it is removed', async () => {
    const fault = gateway.faults.add({ service: 'rekognition', error: throttled });
    fault.remove();
    expect(await list()).toBe('ok');
  });

  it('a share of the calls, the same ones in every run', async () => {
    const series = async () => {
      const fault = gateway.faults.add({ service: 'rekognition', error: throttled, rate: 0.3 });
      const outcomes: string[] = [];
      for (let call = 0; call < 100; call += 1) outcomes.push(await list());
      fault.remove();
      return outcomes;
    };
    const first = await series();
    expect(await series()).toEqual(first);
    const struck = first.filter((each) => each !== 'ok').length;
    expect(struck).toBeGreaterThan(20);
    expect(struck).toBeLessThan(40);
  });
});

describe('a connection', () => {
  it('breaks', async () => {
    inject({ service: 'rekognition', reset: true });
    expect(await list()).toBe('ECONNRESET');
  });

  it('hangs until the client gives up', async () => {
    const fault = inject({ service: 'rekognition', hang: true });
    const impatient = gateway.rekognition('operator', {
      requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    expect(await outcome(impatient.listCollections({}))).toBe('ETIMEDOUT');
    expect(fault.count).toBe(1);
  });

  it('is slow, and answers in the end', async () => {
    inject({ service: 'rekognition', latencyMs: 200 });
    const impatient = gateway.rekognition('operator', {
      requestHandler: { requestTimeout: 50, throwOnRequestTimeout: true },
    });
    expect(await outcome(impatient.listCollections({}))).toBe('ETIMEDOUT');
    expect(await list()).toBe('ok');
  });

  it('is held no longer once the fault is removed', async () => {
    const fault = inject({
      ...{ service: 'rekognition', latencyMs: 600_000 },
      error: { name: 'ThrottlingException', message: 'Slow down', status: 400 },
    });
    const answer = list();
    await vi.waitFor(() => expect(fault.count).toBe(1));
    fault.remove();
    expect(await answer).toBe('ok');
  });
});
