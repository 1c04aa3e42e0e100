/**
 * Does `work` for every item, in their order, `atOnce` at the same time. Once the signal has aborted no item is
 * begun any more. Settles when all that was begun has; rejects with the first error, and then begins no more.
 */
export async function forEachAtOnce<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  { atOnce, signal }: { atOnce: number; signal: AbortSignal },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let failed = false;
  async function takeTurns(): Promise<void> {
    for (;;) {
      if (failed || signal.aborted) return;
      try {
        const { done, value } = await waiting.next();
        if (done || failed || signal.aborted) return;
        await work(value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  }
  const turns = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
  for (const turn of turns) if (turn.status === 'rejected') throw turn.reason;
}
