import { EventQueue } from './event-queue.ts';

/** What a process waits for: so many seconds, or something that calls `resume`. */
export type Wait = number | ((resume: () => void) => void);

/** Work that takes simulated time: it yields what it waits for, and returns its result. */
export type Process<Result = void> = Generator<Wait, Result, void>;

/** A clock that jumps from event to event. */
export class Simulation {
  readonly #events = new EventQueue();
  #now = 0;

  /** Seconds since the beginning. */
  get now(): number {
    return this.#now;
  }

  start(process: Process, onEnd = () => {}): void {
    const advance = () => {
      const { done, value } = process.next();
      if (done) onEnd();
      else if (typeof value === 'number') this.#events.add(this.#now + value, advance);
      else value(advance);
    };
    advance();
  }

  /** Goes on until nothing is left to happen. */
  run(): void {
    for (let event = this.#events.takeEarliest(); event; event = this.#events.takeEarliest()) {
      this.#now = event.at;
      event.happen();
    }
  }

  /** Runs all of them, `atOnce` at the same time, begun in their order; over when the last one is. */
  *together(processes: readonly Process[], atOnce = processes.length): Process {
    const waiting = processes.values();
    let lanes = Math.min(atOnce, processes.length);
    if (lanes === 0) return;
    yield (resume) => {
      for (const lane of Array.from({ length: lanes }, () => oneByOne(waiting))) {
        this.start(lane, () => {
          lanes -= 1;
          if (lanes === 0) resume();
        });
      }
    };
  }
}

function* oneByOne(processes: Iterator<Process>): Process {
  for (let next = processes.next(); !next.done; next = processes.next()) yield* next.value;
}
