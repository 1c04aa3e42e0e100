import { formatTick, timeTicks } from './time-ticks.ts';

/** Milliseconds since the run began, as lines down through all rows. */
export function TimeAxis({ duration }: { duration: number }) {
  return (
    <div className="time-axis" aria-hidden="true">
      {timeTicks(duration).map((time) => (
        <span key={time} style={{ left: `${(100 * time) / duration}%` }}>
          {formatTick(time)}
        </span>
      ))}
    </div>
  );
}
