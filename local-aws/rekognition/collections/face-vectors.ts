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

export interface Neighbour {
  /** The vector's place among the rows. */
  readonly row: number;
  /** Euclidean. */
  readonly distance: number;
}

/**
 * The `atMost` rows nearest to the query and no further than `within`, nearest first, earlier rows before later
 * ones at the same distance. Exact: every row is looked at.
 *
 * `vectors` holds rows of the query's length, a multiple of four, one after the other.
 */
export function nearestVectors(
  query: Float32Array,
  vectors: Float32Array,
  { atMost, within = Number.POSITIVE_INFINITY }: { atMost: number; within?: number },
): Neighbour[] {
  const reach = within < 0 ? -1 : within ** 2;
  let nearest: SquaredNeighbour[] = [];
  let furthest = Number.POSITIVE_INFINITY;
  for (let row = 0; row * query.length < vectors.length; row++) {
    const square = squaredDistance(query, vectors, row * query.length);
    if (square > reach || square >= furthest) continue;
    nearest.push({ row, square });
    // Sorting now and then rather than at every find; between sorts `furthest` is only a little too far.
    if (nearest.length >= 2 * atMost + 64) {
      nearest = nearest.sort(byDistance).slice(0, atMost);
      furthest = nearest.at(-1)!.square;
    }
  }
  return nearest
    .sort(byDistance)
    .slice(0, atMost)
    .map(({ row, square }) => ({ row, distance: Math.sqrt(square) }));
}

interface SquaredNeighbour {
  readonly row: number;
  readonly square: number;
}

const byDistance = (one: SquaredNeighbour, other: SquaredNeighbour) =>
  one.square - other.square || one.row - other.row;

/** In four sums, which a CPU adds to side by side; to look whether it is far enough would take longer than it saves. */
function squaredDistance(query: Float32Array, vectors: Float32Array, start: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < query.length; index += 4) {
    const at = start + index;
    first += (query[index]! - vectors[at]!) ** 2;
    second += (query[index + 1]! - vectors[at + 1]!) ** 2;
    third += (query[index + 2]! - vectors[at + 2]!) ** 2;
    fourth += (query[index + 3]! - vectors[at + 3]!) ** 2;
  }
  return first + second + third + fourth;
}
