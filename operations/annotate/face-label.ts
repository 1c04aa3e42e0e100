import type { FaceRecord } from '../../statemachine/photo-record.ts';
import type { Canvas } from './canvas.ts';
import { outcomeStyles } from './outcome-style.ts';
import { overlap, type Rectangle, type Size } from './rectangle.ts';
import { letter, widthOfLettering } from './stroke-lettering.ts';

export interface FaceLabel {
  readonly idx: string;
  /** Says the outcome in words or percent: colours alone would not do for everybody. */
  readonly text: string;
  /** Of the letters, in pixels. */
  readonly letterHeight: number;
  readonly size: Size;
}

/** The label of a face whose box is `boxWidth` pixels wide, in a picture of that size; `name` in letters that can be drawn. */
export function labelFace(face: FaceRecord, boxWidth: number, picture: Size, name = ''): FaceLabel {
  const largest = Math.max(12, Math.min(picture.width, picture.height) / 45);
  const letterHeight = Math.min(largest, Math.max(10, boxWidth / 7));
  const [idx, text] = [String(face.idx), `${name} ${outcomeInLetters(face)}`.trim()];
  const { idxWidth, textWidth, height } = measure(idx, text, letterHeight);
  return { idx, text, letterHeight, size: { width: idxWidth + textWidth, height } };
}

function outcomeInLetters(face: FaceRecord): string {
  switch (face.outcome) {
    case 'Match':
      return `${face.similarity.toFixed(1)}%`;
    case 'NoMatch':
      return 'NO MATCH';
    case 'Indexed':
      return 'INDEXED';
    case 'Unsearchable':
      return { NoFaceInCrop: 'NO FACE', WrongFaceInCrop: 'WRONG FACE', TooSmall: 'TOO SMALL' }[face.reason];
    case 'Failed':
      return 'FAILED';
  }
}

const measure = (idx: string, text: string, letterHeight: number) => ({
  margin: letterHeight * 0.55,
  idxWidth: widthOfLettering(idx, letterHeight) + letterHeight * 1.1,
  textWidth: widthOfLettering(text, letterHeight) + letterHeight * 1.1,
  height: letterHeight * 2,
});

/**
 * Where a label covers least: above its box if it can be, else below it or inside, never outside the picture,
 * and rather over another face than over another label.
 */
export function placeLabel(
  { size }: Pick<FaceLabel, 'size'>,
  box: Rectangle,
  { picture, boxes, labels }: { picture: Size; boxes: readonly Rectangle[]; labels: readonly Rectangle[] },
): Rectangle {
  const x = Math.max(0, Math.min(box.x, picture.width - size.width));
  const candidates = [box.y - size.height, box.y + box.height, box.y, box.y + box.height - size.height]
    .filter((y) => y >= 0 && y + size.height <= picture.height)
    .map((y) => ({ x, y, ...size }));
  const covered = (place: Rectangle) =>
    labels.reduce((sum, label) => sum + 10 * overlap(place, label), 0) +
    boxes.reduce((sum, other) => sum + overlap(place, other), 0);
  const [best] = candidates.sort((a, b) => covered(a) - covered(b));
  return best ?? { x, y: 0, ...size };
}

/** Draws a label: the idx on black, the outcome on its colour. */
export function drawLabel(
  canvas: Canvas,
  { idx, text, letterHeight }: FaceLabel,
  face: FaceRecord,
  place: Rectangle,
): void {
  const { box, lettering: colour } = outcomeStyles[face.outcome];
  const { margin, idxWidth } = measure(idx, text, letterHeight);
  const y = place.y + (place.height - letterHeight) / 2;
  canvas.fill(place, box);
  canvas.fill({ ...place, width: idxWidth }, '#111111');
  letter(canvas, idx, { x: place.x + margin, y, height: letterHeight, colour: '#FFFFFF' });
  letter(canvas, text, { x: place.x + idxWidth + margin, y, height: letterHeight, colour });
}
