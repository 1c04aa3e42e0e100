import { useEffect, useState } from 'react';
import { formatTime } from '../../../operations/format-time.ts';

/** A time in the user's zone. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {formatTime(new Date(at))}
    </time>
  );
}

/** The time, each second anew while something runs. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
