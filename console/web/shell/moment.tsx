import { formatTime } from '../../../operations/format-time.ts';

/** A time in the user's zone. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {formatTime(new Date(at))}
    </time>
  );
}
