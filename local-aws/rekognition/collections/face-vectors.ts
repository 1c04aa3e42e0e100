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

  nearest(query: Float32Array, limits: NearestLimits): Neighbour[] {
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

export interface NearestLimits {
  readonly atMost: number;
  /** A cosine; none by default. */
  readonly atLeast?: number;
}

export interface Neighbour {
  /** The vector's place among the rows. */
  readonly row: number;
  /** Of the angle between the two: 1 for the same direction, 0 at a right angle. */
  readonly cosine: number;
}

/**
 * The `atMost` rows nearest to the query of those whose cosine is `atLeast` so large, nearest first, earlier rows before
 * later ones at the same cosine. Exact: every row is looked at.
 *
 * `vectors` holds rows of length 1 and of the query's size, a multiple of four, one after the other.
 */
export function nearestVectors(
  query: Float32Array,
  vectors: Float32Array,
  { atMost, atLeast = Number.NEGATIVE_INFINITY }: NearestLimits,
): Neighbour[] {
  // In doubles, as it is calculated: turning one side's numbers once takes a quarter of the time off.
  const exactQuery = Float64Array.from(query);
  let nearest: Neighbour[] = [];
  let furthest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row * query.length < vectors.length; row++) {
    const cosine = dotProduct(exactQuery, vectors, row * query.length);
    if (cosine < atLeast || cosine <= furthest) continue;
    nearest.push({ row, cosine });
    // Sorting now and then rather than at every find; between sorts `furthest` is only a little too far.
    if (nearest.length >= 2 * atMost + 64) {
      nearest = nearest.sort(byNearness).slice(0, atMost);
      furthest = nearest.at(-1)!.cosine;
    }
  }
  return nearest.sort(byNearness).slice(0, atMost);
}

const byNearness = (one: Neighbour, other: Neighbour) => other.cosine - one.cosine || one.row - other.row;

/** In four sums, which a CPU adds to side by side; to look whether it is far enough would take longer than it saves. */
function dotProduct(query: Float64Array, vectors: Float32Array, start: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let index = 0; index < query.length; index += 4) {
    const at = start + index;
    first += query[index]! * vectors[at]!;
    second += query[index + 1]! * vectors[at + 1]!;
    third += query[index + 2]! * vectors[at + 2]!;
    fourth += query[index + 3]! * vectors[at + 3]!;
  }
  return first + second + third + fourth;
}
