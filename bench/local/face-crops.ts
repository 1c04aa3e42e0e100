import type { BoundingBox } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';

/** A crop as the workflow makes them, and where in it (in ratios of the crop) the face must be. */
export interface FaceCrop {
  readonly jpeg: Buffer;
  readonly face: BoundingBox;
}

/** Cuts a face out of a photo with `padding` (a ratio of the box's width and height) on each side. */
export async function cropFace(photo: string, box: BoundingBox, padding: number): Promise<FaceCrop> {
  const { width, height } = await sharp(photo).metadata();
  const left = Math.max(0, Math.round((box.left - box.width * padding) * width));
  const top = Math.max(0, Math.round((box.top - box.height * padding) * height));
  const right = Math.min(width, Math.round((box.left + box.width * (1 + padding)) * width));
  const bottom = Math.min(height, Math.round((box.top + box.height * (1 + padding)) * height));
  const size = { width: right - left, height: bottom - top };
  const jpeg = await sharp(photo)
    .extract({ left, top, ...size })
    .jpeg({ quality: 90 })
    .toBuffer();
  const face = {
    left: (box.left * width - left) / size.width,
    top: (box.top * height - top) / size.height,
    width: (box.width * width) / size.width,
    height: (box.height * height) / size.height,
  };
  return { jpeg, face };
}

/** The area two boxes share, as a ratio of the area both cover. */
export function overlapOf(one: BoundingBox, other: BoundingBox): number {
  const width = Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height = Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}
