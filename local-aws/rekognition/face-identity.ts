import { createHash } from 'node:crypto';
import type { BoundingBox } from './face-engine.ts';

/**
 * Ids made from what they name. The same image indexed again under the same ExternalImageId meets its own ids
 * and stores nothing twice, also after a restart, and gets the same ids in every collection, as on AWS.
 */
export function imageIdOf(image: Buffer, externalImageId: string | undefined): string {
  const content = createHash('sha256').update(image).digest('hex');
  return uuidOf(['image', content, externalImageId ?? null]);
}

/** From the box in thousandths: another kind of CPU computes its last digits otherwise. */
export function faceIdOf(
  imageId: string,
  { left, top, width, height }: BoundingBox,
  faceModelVersion: string,
) {
  const box = [left, top, width, height].map((ratio) => Math.round(ratio * 1000));
  return uuidOf(['face', imageId, faceModelVersion, ...box]);
}

/** A UUID of version 8 (RFC 9562: made by a rule of one's own). */
function uuidOf(parts: readonly (string | number | null)[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
