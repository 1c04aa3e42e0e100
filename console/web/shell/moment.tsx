import { useEffect, useState } from 'react';
import { formatTime } from '../../../operations/format-time.ts';
import { useServerGone } from './server-gone.ts';

/** A time in the user's zone, which it names: in summer it may be another than in winter. */
export function Moment({ at }: { at: string }) {
  const time = new Date(at);
  return (
    <time className="moment" dateTime={at} title={at}>
      {formatTime(time)} {zoneOf(time)}
    </time>
  );
}

const zones = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' });

/** `UTC`, `UTC+2` */
const zoneOf = (time: Date): string =>
  (zones.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '').replace('GMT', 'UTC');

/** The time, each second anew while something runs, as far as one knows: not while the server is away. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  const goes = useServerGone() === undefined && running;
  useEffect(() => {
    if (!goes) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [goes]);
  return now;
}
