interface Dated {
  /** ISO 8601, in UTC. */
  readonly matchedAt: string;
}

/** Keeps the newest of however many items, so that any number of them needs little memory. */
export class Newest<Item extends Dated> {
  readonly #most: number;
  #items: Item[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#most) this.#items = this.items;
  }

  /** The newest first. */
  get items(): Item[] {
    return this.#items
      .toSorted((a, b) => (a.matchedAt < b.matchedAt ? 1 : a.matchedAt > b.matchedAt ? -1 : 0))
      .slice(0, this.#most);
  }
}
