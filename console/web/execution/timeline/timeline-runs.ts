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
