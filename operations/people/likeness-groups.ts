/** Two faces that are alike. */
export type Likeness = readonly [string, string];

/**
 * Groups faces of which pairs are alike, the largest group first: two groups become one when at least half of the pairs
 * between them are alike, those most alike first.
 *
 * One pair is not enough: of a hundred faces some two of different people are alike, and would make one person of two
 * groups. All pairs are too many: now and then two pictures of one person are not alike.
 */
export function likenessGroups(faces: readonly string[], alike: readonly Likeness[]): string[][] {
  const groups = faces.map((face) => [face]);
  const place = new Map(faces.map((face, index) => [face, index]));
  // Pairs between each two groups that are alike.
  const links = faces.map(() => new Map<number, number>());
  for (const [one, other] of distinct(alike)) {
    const [a, b] = [place.get(one), place.get(other)];
    if (a === undefined || b === undefined || a === b) continue;
    links[a]!.set(b, 1);
    links[b]!.set(a, 1);
  }
  const common = commonFaces(links);
  for (;;) {
    const best = mostAlike(groups, links, common);
    if (!best) return groups.filter(({ length }) => length > 0).toSorted((a, b) => b.length - a.length);
    join(groups, links, best);
  }
}

function* distinct(alike: readonly Likeness[]): Generator<Likeness> {
  const seen = new Set<string>();
  for (const [one, other] of alike) {
    const pair = one < other ? `${one} ${other}` : `${other} ${one}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    yield [one, other];
  }
}

const enough = 0.5;

/** Of two faces that are alike, how many others are like both: of one person many, of two by accident few. */
const commonFaces = (links: readonly ReadonlyMap<number, number>[]): ReadonlyMap<number, number>[] =>
  links.map(
    (others) =>
      new Map(
        [...others.keys()].map((other) => [
          other,
          [...links[other]!.keys()].filter((third) => others.has(third)).length,
        ]),
      ),
  );

function mostAlike(
  groups: readonly string[][],
  links: readonly ReadonlyMap<number, number>[],
  common: readonly ReadonlyMap<number, number>[],
): [number, number] | undefined {
  let best: [number, number] | undefined;
  let bestShare = 0;
  for (const [a, others] of links.entries()) {
    for (const [b, count] of others) {
      // Of equals those that have more in common: at the beginning all are equal.
      const share = count / (groups[a]!.length * groups[b]!.length) + (common[a]!.get(b) ?? 0) / 1e6;
      if (a < b && share >= enough && share > bestShare) [best, bestShare] = [[a, b], share];
    }
  }
  return best;
}

function join(groups: string[][], links: Map<number, number>[], [a, b]: [number, number]): void {
  groups[a]!.push(...groups[b]!);
  groups[b] = [];
  for (const [other, count] of links[b]!) {
    links[other]!.delete(b);
    if (other === a) continue;
    const sum = (links[a]!.get(other) ?? 0) + count;
    links[a]!.set(other, sum);
    links[other]!.set(a, sum);
  }
  links[b]!.clear();
}
