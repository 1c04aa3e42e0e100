/** Lets in, in the order of arrival, what together is no larger than the room. */
export class Room {
  readonly #waiting: { share: number; admit: () => void }[] = [];
  #free: number;

  constructor(size: number) {
    this.#free = size;
  }

  /** A share larger than the room would wait for ever. */
  enter(share: number): Promise<void> {
    return new Promise((admit) => {
      this.#waiting.push({ share, admit });
      this.#admit();
    });
  }

  leave(share: number): void {
    this.#free += share;
    this.#admit();
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.share <= this.#free) {
      const { share, admit } = this.#waiting.shift()!;
      this.#free -= share;
      admit();
    }
  }
}
