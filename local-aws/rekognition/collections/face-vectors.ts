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

/** Rows that are looked at side by side. */
const together = 4;

/** The numbers of a row, its head, after which a stranger is known to be too far for the thresholds people use. */
const headOf = (width: number) => Math.floor(0.625 * width);

/** More than the sums of a row, in whatever order, can differ by. */
const rounding = 1e-9;

/**
 * The descriptors of a collection: rows of length 1, all of one width, a multiple of four, in the order they were added,
 * in a single block of memory.
 */
export class FaceVectors {
  #block = new Float32Array(0);
  #width = 0;
  /** By row, the length of what follows its head. */
  readonly #tails: number[] = [];

  add(vector: Float32Array): void {
    this.#width = vector.length;
    const end = this.#tails.length * this.#width;
    if (end === this.#block.length) this.#grow();
    this.#block.set(vector, end);
    this.#tails.push(tailOf(vector));
  }

  /** A view, good until the next `add`. */
  row(index: number): Float32Array {
    return this.#block.subarray(index * this.#width, (index + 1) * this.#width);
  }

  /**
   * The `atMost` rows nearest to the query of those whose cosine is `atLeast` so large, nearest first, earlier rows
   * before later ones at the same cosine. Exact: a row is left out by its head only where no tail could bring it back.
   */
  nearest(query: Float32Array, { atMost, atLeast = Number.NEGATIVE_INFINITY }: NearestLimits): Neighbour[] {
    // In doubles, as it is calculated: turning one side's numbers once takes a quarter of the time off.
    const exactQuery = Float64Array.from(query);
    const head = exactQuery.subarray(0, headOf(query.length));
    const tail = tailOf(query);
    const heads = new Float64Array(together);
    let nearest: Neighbour[] = [];
    let limit = atLeast;
    /** The first row whose head is not in `heads` yet. */
    let known = 0;
    for (let row = 0; row < this.#tails.length; row++) {
      // Where the tails alone may reach the limit, heads tell nothing.
      if (limit > tail ** 2) {
        if (row >= known) known = this.#multiplyHeads(head, row - (row % together), heads);
        if (heads[row % together]! + tail * this.#tails[row]! < limit - rounding) continue;
      }
      const cosine = dotProduct(exactQuery, this.#block, row * this.#width);
      if (cosine < limit) continue;
      nearest.push({ row, cosine });
      // Sorting now and then rather than at every find; between sorts the limit is only a little too low.
      if (nearest.length >= 2 * atMost + 64) {
        nearest = nearest.sort(byNearness).slice(0, atMost);
        limit = nearest.at(-1)!.cosine;
      }
    }
    return nearest.sort(byNearness).slice(0, atMost);
  }

  /** Of the query's head and those of four rows, which a CPU adds up side by side; the block has room for four. */
  #multiplyHeads(head: Float64Array, row: number, products: Float64Array): number {
    const block = this.#block;
    const width = this.#width;
    const start = row * width;
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let index = 0; index < head.length; index++) {
      const at = start + index;
      const number = head[index]!;
      first += number * block[at]!;
      second += number * block[at + width]!;
      third += number * block[at + 2 * width]!;
      fourth += number * block[at + 3 * width]!;
    }
    products[0] = first;
    products[1] = second;
    products[2] = third;
    products[3] = fourth;
    return row + together;
  }

  #grow(): void {
    const grown = new Float32Array(Math.max(2 * this.#block.length, 64 * this.#width));
    grown.set(this.#block);
    this.#block = grown;
  }
}

const tailOf = (vector: Float32Array) => Math.hypot(...vector.subarray(headOf(vector.length)));

const byNearness = (one: Neighbour, other: Neighbour) => other.cosine - one.cosine || one.row - other.row;

/** In four sums, which a CPU adds up side by side. */
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
