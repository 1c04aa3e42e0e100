import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { FaceRecord } from '../../statemachine/photo-record.ts';
import { decodePhoto } from '../photos/decode-photo.ts';
import { drawLabel, labelFace, placeLabel } from './face-label.ts';
import { outcomeStyles } from './outcome-style.ts';
import { pixelsOf, type Rectangle, type Size } from './rectangle.ts';

/**
 * Writes an upright JPEG of a photo with a box and a label for every face, and gives its size in pixels. Throws
 * when the photo cannot be decoded.
 */
export async function annotatePhoto(file: string, faces: readonly FaceRecord[], copy: string): Promise<Size> {
  const photo = await decodePhoto(await readFile(file));
  const { data, info } = await photo.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  await mkdir(path.dirname(copy), { recursive: true });
  await sharp(data, { raw: { width, height, channels } })
    .composite([{ input: Buffer.from(drawOverlay(faces, info)), top: 0, left: 0 }])
    // Halved chroma would blur the coloured lines and letters.
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toFile(copy);
  return { width, height };
}

/** What the copy of a photo is called: it is a JPEG whatever the photo is. */
export const nameOfCopy = (photo: string): string => (/\.jpe?g$/i.test(photo) ? photo : `${photo}.jpg`);

/** An SVG of the picture's size with a box and a label for every face, clear elsewhere. */
function drawOverlay(faces: readonly FaceRecord[], picture: Size): string {
  const line = lineWidth(picture);
  const boxes = faces.map(({ boundingBox }) => grown(pixelsOf(boundingBox, picture), line));
  const labels: Rectangle[] = [];
  const drawnLabels = faces.map((face, index) => {
    const box = boxes[index]!;
    const label = labelFace(face, box.width, picture);
    const place = placeLabel(label, box, { picture, boxes, labels });
    labels.push(place);
    return drawLabel(label, face, place);
  });
  const drawnBoxes = faces.map((face, index) => drawBox(face, boxes[index]!, line));
  const { width, height } = picture;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `${drawnBoxes.join('')}${drawnLabels.join('')}</svg>`
  );
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
function drawBox({ outcome }: FaceRecord, { x, y, width, height }: Rectangle, line: number): string {
  const draw = (colour: string, strokeWidth: number) =>
    `<rect x="${x + line / 2}" y="${y + line / 2}" width="${width - line}" height="${height - line}" ` +
    `fill="none" stroke="${colour}" stroke-width="${strokeWidth}"/>`;
  return draw('#FFFFFF', line * 2) + draw(outcomeStyles[outcome].box, line);
}
