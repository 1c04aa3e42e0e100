import type { Time } from './pacer.ts';
import type { StoredJson } from './stored-json.ts';
import type { WaitingFace } from './waiting-faces.ts';

/** Who holds it, and what was decided: one object, which is written whole or not at all. */
export interface LeaseState {
  /** Another one for each holder: its staging collection is called after it. */
  readonly holder: string;
  /** Holders whose staging collections may still be there. */
  readonly staging: readonly string[];
  /** Milliseconds since 1970, until when nobody else may take it. */
  readonly until: number;
  /** Faces that are to be indexed as new persons, as long as some of them may not have been. */
  readonly open: readonly WaitingFace[];
}

/** Somebody else decides by now. */
export class LeaseLost extends Error {
  override name = 'LeaseLost' as const;
}

export interface LeaseOptions {
  readonly stored: StoredJson;
  readonly key: string;
  readonly time: Time;
  readonly newHolder: () => string;
}

/** Longer than a round, so that only who died or was paused loses it. */
export const leaseSeconds = 60;

/**
 * The right to say who is a new person. A holder may be paused for longer than it lasts, and go on when there is another
 * one: so each decision is written into the lease itself, over exactly what this holder wrote last. Whoever takes the
 * lease reads in the same object what was decided before, and finishes that first.
 */
export class Lease {
  readonly #options: LeaseOptions;
  #etag: string;
  #state: LeaseState;
  /** Holders before this one whose staging collections may still be there. */
  predecessors: readonly string[];

  private constructor(options: LeaseOptions, state: LeaseState, etag: string) {
    this.#options = options;
    this.#state = state;
    this.#etag = etag;
    this.predecessors = state.staging.filter((holder) => holder !== state.holder);
  }

  /** Undefined while somebody else has it. */
  static async take(options: LeaseOptions): Promise<Lease | undefined> {
    const { stored, key, time, newHolder } = options;
    const before = await stored.read<LeaseState>(key);
    if (before && before.value.until > time.now()) return undefined;
    const holder = newHolder();
    const state: LeaseState = {
      holder,
      staging: [...(before?.value.staging ?? []), holder],
      until: time.now() + 1000 * leaseSeconds,
      open: before?.value.open ?? [],
    };
    const etag = await stored.write(key, state, before ? { etag: before.etag } : 'nothing');
    return etag === undefined ? undefined : new Lease(options, state, etag);
  }

  get holder(): string {
    return this.#state.holder;
  }

  get open(): readonly WaitingFace[] {
    return this.#state.open;
  }

  /** Once it returns, these faces will be indexed, whatever becomes of this function. Throws LeaseLost. */
  async commit(open: readonly WaitingFace[]): Promise<void> {
    await this.#write({ ...this.#state, until: this.#inFull(), open });
  }

  /** Nobody takes it before `quietUntil`; whoever does closes the staging collections of these holders. */
  async release(quietUntil: number, staging: readonly string[]): Promise<void> {
    await this.#write({ ...this.#state, staging, until: quietUntil });
  }

  #inFull = () => this.#options.time.now() + 1000 * leaseSeconds;

  async #write(state: LeaseState): Promise<void> {
    const { stored, key } = this.#options;
    const etag = await stored.write(key, state, { etag: this.#etag });
    if (etag === undefined) throw new LeaseLost('Another function works off the faces that wait by now');
    this.#state = state;
    this.#etag = etag;
  }
}
