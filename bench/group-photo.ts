import sharp from 'sharp';
import { samplePhotos } from '../local/sample-photos.ts';
import type { BoundingBox } from '../statemachine/payloads.ts';

/** A face of 240 × 220 pixels in a photo of 24 megapixels: 100 of them have room for their margins. */
const face = { width: 0.04, height: 0.055 };

/** Where `count` faces, at most 100, are spread evenly over a photo. */
export function spreadFaces(count: number): BoundingBox[] {
  const perLine = Math.ceil(Math.sqrt(count));
  const centre = (line: number) => (line + 0.5) / perLine;
  return Array.from({ length: count }, (_, index) => ({
    left: centre(index % perLine) - face.width / 2,
    top: centre(Math.floor(index / perLine)) - face.height / 2,
    ...face,
  }));
}

/**
 * A JPEG of so many megapixels with a sensor's noise, without which an enlarged picture is smooth, small and
 * quickly decoded.
 */
export async function cameraPhoto(
  megapixels: number,
  { progressive = false }: { progressive?: boolean } = {},
): Promise<Buffer> {
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 3) / 2));
  const height = Math.round((width * 2) / 3);
  const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const;
  return sharp(samplePhotos[0]!.path)
    .resize({ width, height })
    .composite([
      { input: { create: { width, height, channels: 3, background: '#808080', noise } }, blend: 'overlay' },
    ])
    .jpeg({ quality: 90, progressive })
    .toBuffer();
}
