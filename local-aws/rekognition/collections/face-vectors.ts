import { type Neighbour, nearestVectors } from './nearest-vectors.ts';

/** The descriptors of a collection, one row each in a single block of memory, in the order they were added. */
export class FaceVectors {
  #block = new Float32Array(0);
  #used = 0;
  #width = 0;

  add(vector: Float32Array): void {
    this.#width = vector.length;
    if (this.#used + this.#width > this.#block.length) this.#grow();
    this.#block.set(vector, this.#used);
    this.#used += this.#width;
  }

  nearest(query: Float32Array, limits: { atMost: number; within?: number }): Neighbour[] {
    return nearestVectors(query, this.#block.subarray(0, this.#used), limits);
  }

  /** A view, good until the next `add`. */
  row(index: number): Float32Array {
    return this.#block.subarray(index * this.#width, (index + 1) * this.#width);
  }

  #grow(): void {
    const grown = new Float32Array(Math.max(2 * this.#block.length, 64 * this.#width));
    grown.set(this.#block);
    this.#block = grown;
  }
}
