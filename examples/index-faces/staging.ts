import type { Lease } from './lease.ts';
import type { Work } from './work.ts';

/** A holder's own collection to compare faces in: made when two are to be compared, and gone when it lets go. */
export class Staging {
  readonly #lease: Lease;
  readonly #work: Pick<Work, 'collection' | 'collectionId'>;
  #opened: Promise<string> | undefined;

  constructor(lease: Lease, work: Pick<Work, 'collection' | 'collectionId'>) {
    this.#lease = lease;
    this.#work = work;
  }

  /** Its name. */
  open(): Promise<string> {
    const name = this.#nameOf(this.#lease.holder);
    this.#opened ??= this.#work.collection.openStaging(name).then(() => name);
    return this.#opened;
  }

  /** Those of holders who did not come to closing them: what these still want to compare, they will not. */
  async closeOthers(): Promise<void> {
    for (const holder of this.#lease.predecessors)
      await this.#work.collection.closeStaging(this.#nameOf(holder));
    this.#lease.predecessors = [];
  }

  /** Returns the holders whose collections may still be there, for the next one to close. */
  async close(): Promise<readonly string[]> {
    const left = this.#lease.predecessors;
    if (!this.#opened) return left;
    try {
      await this.#work.collection.closeStaging(this.#nameOf(this.#lease.holder));
      return left;
    } catch {
      return [...left, this.#lease.holder];
    }
  }

  #nameOf = (holder: string) => `${this.#work.collectionId}-staging-${holder}`;
}
