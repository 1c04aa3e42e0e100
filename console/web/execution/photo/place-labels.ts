import { placeLabel } from '../../../../cli/annotate/face-label.ts';
import { pixelsOf, type Rectangle, type Size } from '../../../../cli/annotate/rectangle.ts';
import type { Face } from '../../../api/face.ts';
import { outcomeInShort } from '../../outcomes/outcome-words.ts';

export interface PlacedLabel {
  readonly face: Face;
  /** Absent where there are so many faces that only numbers and signs have room. */
  readonly text?: string;
  readonly place: Rectangle;
}

/** More labels in words than this hide the photo. */
const mostWords = 24;
/** Pixels, of labels in letters of 12 pixels. */
const height = 20;
const widthOf = (idx: number, text: string | undefined) =>
  7.5 * String(idx).length + 34 + (text === undefined ? 0 : 6.9 * text.length + 4);

/** Where each face's label covers least, in a photo shown in that size in pixels. */
export function placeLabels(faces: readonly Face[], picture: Size): PlacedLabel[] {
  const boxes = faces.map(({ boundingBox }) => pixelsOf(boundingBox, picture));
  const placed: PlacedLabel[] = [];
  faces.forEach((face, index) => {
    const text = faces.length > mostWords ? undefined : outcomeInShort(face);
    const size = { width: widthOf(face.idx, text), height };
    const labels = placed.map(({ place }) => place);
    placed.push({ face, text, place: placeLabel({ size }, boxes[index]!, { picture, boxes, labels }) });
  });
  return placed;
}
