import { setTimeout as pause } from 'node:timers/promises';
import { passingErrors } from '../lambdas/shared/error-classes.ts';

/** Milliseconds between tries, beyond the SDK's own: what runs for hours outlasts half a minute of trouble. */
const pauses = [1_000, 2_000, 4_000, 8_000, 16_000];

/**
 * Makes a call, again when it was throttled or met a passing fault. Throws what the last try met, or AbortError
 * when the signal aborts between two tries.
 */
export async function patiently<Answer>(call: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
  for (const milliseconds of pauses) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      await pause(milliseconds, undefined, { signal });
    }
  }
  return call();
}

/** Whether a call may well succeed in a while: it was throttled, or met a passing fault of the service or the network. */
export function isPassing(error: unknown): boolean {
  const { name, code, $metadata } = error as Error & {
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return passingErrors.has(name) || passingErrors.has(code ?? '') || ($metadata?.httpStatusCode ?? 0) >= 500;
}
