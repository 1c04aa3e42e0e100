/**
 * Seconds after which the starter no longer counts an execution as open: one that takes longer waits for its
 * retries, and leaves the quota to others.
 */
export const patienceSeconds = 300;

/** Seconds. An execution that nothing throttles takes about a second and a half. */
const first = 1.5;
const longest = 10;
const growth = 1.5;

/**
 * Seconds between two looks at an execution, without end: at first short, so that the next upload need not wait,
 * and then longer, because DescribeExecution has one of the narrowest quotas.
 */
export function* lookPauses(): Generator<number, never, void> {
  yield first;
  for (let pause = 0.5; ; pause = Math.min(longest, pause * growth)) yield pause;
}
