export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Lets so many calls a second begin, one after the other. */
export function pacer(perSecond: number | 'none', { now, sleep }: Time): () => Promise<void> {
  if (perSecond === 'none') return async () => {};
  let free = 0;
  return async () => {
    const at = Math.max(now(), free);
    free = at + 1000 / perSecond;
    if (at > now()) await sleep(at - now());
  };
}
