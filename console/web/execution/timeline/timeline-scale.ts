/** A stretch of time in which an execution ran: from its start, or from a redrive. */
export interface Run {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The runs of an execution. Between a failure and its redrive days may pass, in which nothing happens: drawn to one
 * scale, everything else would be too narrow to see.
 */
export function timelineRuns(
  { startedAt, stoppedAt, redrives }: { startedAt: string; stoppedAt?: string; redrives: readonly string[] },
  /** When something last happened in an execution, in milliseconds; not sorted. */
  events: readonly number[],
  now: number,
): Run[] {
  const starts = [startedAt, ...redrives].map((time) => Date.parse(time));
  return starts.map((from, index) => {
    const next = starts[index + 1];
    const last = next === undefined ? lastEnd(stoppedAt, now) : lastBefore(events, next, from);
    return { label: index === 0 ? 'First run' : `Redrive ${index}`, from, to: Math.max(last, from + 1) };
  });
}

const lastEnd = (stoppedAt: string | undefined, now: number) =>
  stoppedAt === undefined ? now : Date.parse(stoppedAt);

const lastBefore = (events: readonly number[], end: number, from: number) =>
  events.reduce((last, time) => (time < end && time > last ? time : last), from);

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
