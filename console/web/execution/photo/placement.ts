import { placeLabel } from '../../../../operations/annotate/face-label.ts';
import { pixelsOf, type Rectangle, type Size } from '../../../../operations/annotate/rectangle.ts';
import type { BoundingBox } from '../../../../statemachine/payloads.ts';
import type { Face } from '../../../api/face.ts';
import { outcomeInShort } from '../../outcomes/outcome.ts';

/**
 * Where a box lies on the photo, for a style sheet: it keeps its place whatever size the photo is shown in. Cut to
 * the photo, as Rekognition's boxes may reach past its edges.
 */
export function boxOnPhoto({ left, top, width, height }: BoundingBox) {
  const inside = (ratio: number) => Math.min(1, Math.max(0, ratio));
  const percent = (ratio: number) => `${Math.round(ratio * 1e6) / 1e4}%`;
  const [x, y] = [inside(left), inside(top)];
  return {
    left: percent(x),
    top: percent(y),
    width: percent(inside(left + width) - x),
    height: percent(inside(top + height) - y),
  };
}

/** A label has at least the sign of its outcome; the more faces, the less words there is room for. */
export interface PlacedLabel {
  readonly face: Face;
  readonly withNumber: boolean;
  readonly text?: string;
  readonly place: Rectangle;
}

type Form = 'words' | 'number' | 'sign';
const forms: readonly Form[] = ['words', 'number', 'sign'];

/** The share of a photo that labels may hide, if any form of them hides less. */
const mostHidden = 0.12;

/** Where each face's label covers least, in a photo shown in that size in pixels. */
export function placeLabels(faces: readonly Face[], picture: Size): PlacedLabel[] {
  const form =
    forms.find((each) => hidden(faces, each) <= mostHidden * picture.width * picture.height) ?? 'sign';
  const boxes = faces.map(({ boundingBox }) => pixelsOf(boundingBox, picture));
  const labels: Rectangle[] = [];
  return faces.map((face, index) => {
    const place = placeLabel({ size: sizeOf(face, form) }, boxes[index]!, { picture, boxes, labels });
    labels.push(place);
    return {
      face,
      withNumber: form !== 'sign',
      text: form === 'words' ? outcomeInShort(face) : undefined,
      place,
    };
  });
}

const hidden = (faces: readonly Face[], form: Form) =>
  faces.reduce((sum, face) => sum + sizeOf(face, form).width * sizeOf(face, form).height, 0);

/** Pixels, of labels in letters of 12 pixels: estimated, as measuring a hundred of them takes a while. */
function sizeOf(face: Face, form: Form): Size {
  if (form === 'sign') return { width: 16, height: 16 };
  const number = 7.5 * String(face.idx).length + 34;
  return { width: form === 'number' ? number : number + 6.9 * outcomeInShort(face).length + 4, height: 20 };
}
