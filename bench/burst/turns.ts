/** Hands out the quota in the order in which it is asked for, `perSecond` searches a second. */
export class Turns {
  readonly #perSecond: number;
  #free = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes the next `searches`; returns the second from which they may be made. */
  take(searches: number, now: number): number {
    const turn = Math.max(this.#free, now);
    this.#free = turn + searches / this.#perSecond;
    return turn;
  }
}
