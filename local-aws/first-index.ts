/** By halves: where in a sorted list the first item lies that `isThere` holds for, as it does for all behind it. */
export function firstIndex<Item>(sorted: readonly Item[], isThere: (item: Item) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isThere(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
