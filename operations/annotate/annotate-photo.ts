import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSharp } from '../../lambdas/shared/load-sharp.ts';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import type { NamedFace } from '../people/named-face.ts';
import { decodePhoto } from '../photos/decode-photo.ts';
import { Canvas } from './canvas.ts';
import { drawLabel, labelFace, placeLabel } from './face-label.ts';
import { lettersOfName } from './letters-of-name.ts';
import { outcomeStyles } from './outcome-style.ts';
import { pixelsOf, type Rectangle, type Size } from './rectangle.ts';

/**
 * Writes an upright JPEG of a photo with a box and a label for every face, for its owner alone, and gives its size in
 * pixels. Throws when the photo cannot be decoded.
 */
export async function annotatePhoto(file: string, faces: readonly NamedFace[], copy: string): Promise<Size> {
  const { jpeg, size } = await drawAnnotated(await readFile(file), faces);
  await mkdir(path.dirname(copy), { recursive: true, mode: 0o700 });
  await writeFile(copy, jpeg, { mode: 0o600 });
  return size;
}

/** The upright JPEG of a photo with its faces, and its size in pixels. Throws when the photo cannot be decoded. */
export async function drawAnnotated(
  bytes: Buffer,
  faces: readonly NamedFace[],
): Promise<{ jpeg: Buffer; size: Size }> {
  const photo = await decodePhoto(bytes);
  const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  drawFaces(new Canvas(data, info), faces, info);
  const sharp = await loadSharp();
  const jpeg = await sharp(data, { raw: { width, height, channels } })
    // Halved chroma would blur the coloured lines and letters.
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { jpeg, size: { width, height } };
}

/** What the copy of a photo is called: it is a JPEG whatever the photo is. */
export const nameOfCopy = (photo: string): string => (/\.jpe?g$/i.test(photo) ? photo : `${photo}.jpg`);

/** A box and a label for every face; the labels over all boxes. */
function drawFaces(canvas: Canvas, faces: readonly NamedFace[], picture: Size): void {
  const line = lineWidth(picture);
  const boxes = faces.map(({ boundingBox }) => grown(pixelsOf(boundingBox, picture), line));
  for (const [index, face] of faces.entries()) drawBox(canvas, face, boxes[index]!, line);
  const labels: Rectangle[] = [];
  for (const [index, face] of faces.entries()) {
    const box = boxes[index]!;
    const label = labelFace(face, box.width, picture, lettersOfName(face.name ?? ''));
    const place = placeLabel(label, box, { picture, boxes, labels });
    labels.push(place);
    drawLabel(canvas, label, face, place);
  }
}

/** Pixels: seen when the whole photo fills a screen, and no more than a hairline on a thumbnail. */
const lineWidth = (picture: Size) => Math.max(2, Math.min(picture.width, picture.height) / 280);

/** The lines lie around the face, not on it. */
const grown = ({ x, y, width, height }: Rectangle, by: number): Rectangle => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** A line in the outcome's colour between two white ones: it stands out from any background. */
function drawBox(canvas: Canvas, { outcome }: FaceRecord, box: Rectangle, line: number): void {
  canvas.frame(grown(box, line / 2), 2 * line, '#FFFFFF');
  canvas.frame(box, line, outcomeStyles[outcome].box);
}
