/** What one step took at one size. */
export interface Measured {
  readonly size: number;
  readonly value: number;
}

/** The slope between two sizes when both axes are logarithms: 1 for twice the work at twice the size, 2 for four times. */
export const exponent = (smaller: Measured, larger: Measured): number =>
  Math.log(larger.value / smaller.value) / Math.log(larger.size / smaller.size);
