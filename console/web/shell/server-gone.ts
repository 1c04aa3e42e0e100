import { useAnswer } from '../asking.ts';

/** Milliseconds between two looks whether the console's server is there: it is on this machine, and asks nobody. */
const betweenLooks = 1_000;

/** Since when the console's server does not answer (milliseconds since 1970); undefined while it does. */
export function useServerGone(): number | undefined {
  const { error, errorUpdatedAt } = useAnswer('alive', {}, { every: betweenLooks });
  return error?.status === 0 ? errorUpdatedAt : undefined;
}
