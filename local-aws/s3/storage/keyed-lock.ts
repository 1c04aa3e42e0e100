/** Runs tasks of the same key one after the other; tasks of different keys run side by side. */
export class KeyedLock {
  readonly #lastTask = new Map<string, Promise<void>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const result = (this.#lastTask.get(key) ?? Promise.resolve()).then(task);
    const settled = result.then(
      () => {},
      () => {},
    );
    this.#lastTask.set(key, settled);
    try {
      return await result;
    } finally {
      if (this.#lastTask.get(key) === settled) this.#lastTask.delete(key);
    }
  }
}
