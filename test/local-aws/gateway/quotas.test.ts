import { expect, it } from 'vitest';
import type { Call } from '../../../local-aws/gateway/call.ts';
import { createQuotas } from '../../../local-aws/gateway/quotas.ts';

/** A clock that stands still until it is moved, and how calls fare by it. */
function quotasByHand(quotas: Record<string, number>) {
  const clock = { milliseconds: 0 };
  const intercept = createQuotas(quotas, () => clock.milliseconds);
  return {
    clock,
    call: (operation: string, service = 'rekognition') => {
      try {
        intercept({ service, operation } as Call);
        return 'ok';
      } catch (error) {
        const { name, message, status } = error as Error & { status: number };
        return `${status} ${name}: ${message}`;
      }
    },
  };
}

const refused = '400 ProvisionedThroughputExceededException: Provisioned Rate exceeded.';

it('calls beyond the quota of a second are refused as Rekognition does', () => {
  const { call } = quotasByHand({ SearchFacesByImage: 5 });
  const outcomes = Array.from({ length: 7 }, () => call('SearchFacesByImage'));
  expect(outcomes).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', refused, refused]);
});

it('a refused call can be tried again when its share of a second has passed', () => {
  const { call, clock } = quotasByHand({ SearchFacesByImage: 5 });
  for (let used = 0; used < 5; used += 1) call('SearchFacesByImage');
  clock.milliseconds = 199;
  expect(call('SearchFacesByImage')).toBe(refused);
  clock.milliseconds = 200;
  expect(call('SearchFacesByImage')).toBe('ok');
  expect(call('SearchFacesByImage')).toBe(refused);
});

it('an idle hour saves up no more than one second', () => {
  const { call, clock } = quotasByHand({ SearchFacesByImage: 2 });
  call('SearchFacesByImage');
  clock.milliseconds = 3_600_000;
  expect([1, 2, 3].map(() => call('SearchFacesByImage'))).toEqual(['ok', 'ok', refused]);
});

it('less than one call a second is possible', () => {
  const { call, clock } = quotasByHand({ DetectFaces: 0.5 });
  expect([call('DetectFaces'), call('DetectFaces')]).toEqual(['ok', refused]);
  clock.milliseconds = 2_000;
  expect(call('DetectFaces')).toBe('ok');
});

it('an operation without a quota, and another service, go on', () => {
  const { call } = quotasByHand({ DetectFaces: 1 });
  call('DetectFaces');
  expect([call('IndexFaces'), call('IndexFaces'), call('DetectFaces', 's3')]).toEqual(['ok', 'ok', 'ok']);
});
