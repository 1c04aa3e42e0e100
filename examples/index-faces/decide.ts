/** A face that the collection does not have, with the faces beside it that are alike, most alike first. */
export interface UnknownFace {
  /** Of the same crop, the same id. */
  readonly id: string;
  readonly alike: readonly string[];
}

/**
 * Who of unknown faces are the same new person: for each, the place of the face that goes into the collection for both.
 * As if one after the other was searched and, when unknown, indexed: a face is whoever it is most like of those that
 * were, whatever it is like besides.
 */
export function decide(faces: readonly UnknownFace[]): number[] {
  const firsts = new Map<string, number>();
  return faces.map(({ id, alike }, place) => {
    const known = [id, ...alike].find((each) => firsts.has(each));
    if (known !== undefined) return firsts.get(known)!;
    firsts.set(id, place);
    return place;
  });
}
