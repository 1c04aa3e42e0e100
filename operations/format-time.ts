/** `0.48 s`, `12.3 s`, `4 min 05 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}

/** `2026-11-23 22:15:30`, in the user's time zone. */
export const formatTime = (time: Date): string =>
  // Swedish writes dates as ISO 8601 does.
  time.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });

/** `14:03`, in the user's time zone; of another day `2026-11-24 14:03`. */
export function formatTimeOfDay(time: Date, now = new Date()): string {
  const [day, clock] = formatTime(time).slice(0, 16).split(' ');
  return day === formatTime(now).slice(0, 10) ? clock! : `${day} ${clock}`;
}
