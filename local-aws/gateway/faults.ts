import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceError } from '../service-error.ts';
import type { Call, Interceptor, ServiceName } from './call.ts';

/** Something that goes wrong on purpose. What it names is what it strikes; of its effects, the latency comes first. */
export interface Fault {
  readonly service: ServiceName;
  /** Every operation, unless given. */
  readonly operation?: string;
  readonly when?: (input: Call['input']) => boolean;
  /** The share of those calls that it strikes, 0 to 1; the same ones in every run. */
  readonly rate?: number;
  /** It strikes so many times, then no more. */
  readonly times?: number;
  readonly latencyMs?: number;
  readonly error?: { readonly name: string; readonly message: string; readonly status: number };
  /** No answer until the client gives up. */
  readonly hang?: true;
  /** The connection breaks (ECONNRESET). */
  readonly reset?: true;
}

export interface ActiveFault {
  /** How many calls it struck. */
  readonly count: number;
  /** It strikes no more, and a call that its latency holds goes on unharmed. */
  remove(): void;
}

export interface Faults {
  readonly intercept: Interceptor;
  add(fault: Fault): ActiveFault;
}

export function createFaults(): Faults {
  const active = new Set<{ fault: Fault; removal: AbortController; seen: number; count: number }>();

  return {
    add: (fault) => {
      const entry = { fault, removal: new AbortController(), seen: 0, count: 0 };
      active.add(entry);
      return {
        get count() {
          return entry.count;
        },
        remove: () => {
          active.delete(entry);
          entry.removal.abort();
        },
      };
    },
    intercept: async (call) => {
      for (const entry of active) {
        const { fault } = entry;
        if (!concerns(fault, call) || entry.count >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
        entry.seen += 1;
        if (chance(entry.seen) >= (fault.rate ?? 1)) continue;
        entry.count += 1;
        await strike(fault, call.answer, entry.removal.signal);
      }
    },
  };
}

const concerns = ({ service, operation, when }: Fault, call: Call) =>
  service === call.service &&
  (operation ?? call.operation) === call.operation &&
  (when?.(call.input) ?? true);

/** The nth of a fixed series of numbers from 0 up to 1 that look random. */
const chance = (n: number) => createHash('sha256').update(`fault ${n}`).digest().readUInt32BE() / 2 ** 32;

async function strike(
  { latencyMs, error, hang, reset }: Fault,
  answer: ServerResponse,
  removed: AbortSignal,
) {
  if (latencyMs) {
    const late = sleep(latencyMs, undefined, { ref: false, signal: removed }).catch(() => undefined);
    await Promise.race([late, connectionEnd(answer)]);
  }
  if (removed.aborted) return;
  if (reset) answer.socket?.resetAndDestroy();
  if (reset || hang) await connectionEnd(answer);
  if (error) throw new ServiceError(error.name, error.message, error.status);
}

/** Throws once the client is gone, so that the call goes no further. */
async function connectionEnd(answer: ServerResponse): Promise<never> {
  if (!answer.closed) await once(answer, 'close');
  throw new ServiceError('RequestTimeout', 'The connection was closed before the call was answered.', 400);
}
