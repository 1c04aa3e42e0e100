import { Mutex } from 'async-mutex';

/** Runs tasks of the same key one after the other; tasks of different keys run side by side. */
export class KeyedLock {
  readonly #locks = new Map<string, Mutex>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lock = this.#locks.get(key) ?? new Mutex();
    this.#locks.set(key, lock);
    return lock.runExclusive(task).finally(() => {
      // The next in line has it by now.
      if (!lock.isLocked()) this.#locks.delete(key);
    });
  }
}
