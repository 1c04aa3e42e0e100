interface Event {
  readonly at: number;
  readonly happen: () => void;
  /** Events of one moment happen in the order in which they were added. */
  readonly sequence: number;
}

const precedes = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.sequence < b.sequence);

/** What is going to happen, earliest first: a binary heap. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #added = 0;

  add(at: number, happen: () => void): void {
    const event = { at, happen, sequence: this.#added++ };
    let place = this.#heap.push(event) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (precedes(this.#heap[parent]!, event)) break;
      this.#heap[place] = this.#heap[parent]!;
      place = parent;
    }
    this.#heap[place] = event;
  }

  takeEarliest(): Event | undefined {
    const earliest = this.#heap[0];
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sinkFromTop(last);
    return earliest;
  }

  #sinkFromTop(event: Event): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && precedes(heap[child + 1]!, heap[child]!)) child += 1;
      if (precedes(event, heap[child]!)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = event;
  }
}
