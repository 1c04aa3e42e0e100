import sharp from 'sharp';
import { type TiffPicture, tiff } from './tiff.ts';

const preview = { width: 160, height: 120 };
const full = { width: 640, height: 480 };

/** Pixels of one colour, 8 bits a channel. */
async function pixels({ width, height }: { width: number; height: number }) {
  const image = sharp({ create: { width, height, channels: 3, background: '#864' } });
  return { width, height, data: await image.raw().toBuffer() };
}

/**
 * A TIFF as cameras write their raws: the picture that a reader shows is a small preview, the photo is inside it.
 * `isDng` says whether it names itself one.
 */
export async function cameraRaw({ isDng = true, isReduced = true } = {}): Promise<Buffer> {
  const first: TiffPicture = { ...(await pixels(preview)), ...(isReduced && { subfileType: 1 }) };
  return tiff({ ...first, inside: [await pixels(full)], ...(isDng && { dngVersion: [1, 4, 0, 0] }) });
}
