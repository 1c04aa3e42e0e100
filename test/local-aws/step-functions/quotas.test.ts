import { expect, test } from 'vitest';
import { limited } from '../../../local-aws/step-functions/operations/quotas.ts';

test('a quota lets a burst pass, then so many requests a second', async () => {
  let seconds = 0;
  const operation = limited(
    async () => ({}),
    { burst: 3, perSecond: 2 },
    () => seconds,
  );
  const passed = async (requests: number) => {
    const answers = await Promise.allSettled(Array.from({ length: requests }, () => operation({})));
    return answers.filter(({ status }) => status === 'fulfilled').length;
  };
  expect(await passed(5)).toBe(3);
  seconds = 1;
  expect(await passed(5)).toBe(2);
  seconds = 100;
  expect(await passed(5)).toBe(3);
  await expect(operation({})).rejects.toMatchObject({
    name: 'ThrottlingException',
    message: 'Rate exceeded',
  });
});
