/** Milliseconds: what people count in. */
const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000,
];

/** Round times from 0 up to the duration, at most `most` of them besides 0; all in milliseconds. */
export function timeTicks(duration: number, most = 6): number[] {
  const step = steps.find((each) => duration / each <= most) ?? Math.ceil(duration / most);
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, index) => index * step);
}

/** `0`, `250 ms`, `1.5 s`, `10 min`, `2 h` */
export function formatTick(milliseconds: number): string {
  if (milliseconds === 0) return '0';
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${milliseconds / 1000} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 6000) / 10} min`;
  return `${Math.round(milliseconds / 360_000) / 10} h`;
}
