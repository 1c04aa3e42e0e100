import { formatTick, timeTicks } from './time-ticks.ts';

/** Times since the run began, which stay in sight while the rows scroll, and their lines down through all rows. */
export function TimeAxis({ duration }: { duration: number }) {
  const ticks = timeTicks(duration).map((time) => ({ time, left: `${(100 * time) / duration}%` }));
  return (
    <>
      <div className="time-axis" aria-hidden="true">
        <div>
          {ticks.map(({ time, left }) => (
            <span key={time} style={{ left }}>
              {formatTick(time)}
            </span>
          ))}
        </div>
      </div>
      <div className="time-lines" aria-hidden="true">
        {ticks.map(({ time, left }) => (
          <span key={time} style={{ left }} />
        ))}
      </div>
    </>
  );
}
