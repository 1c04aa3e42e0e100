/** The functions' work on one photo, measured in a process that does nothing else. */
import { readFileSync } from 'node:fs';
import { cropFace } from '../../lambdas/crop-and-search/crop-face.ts';
import { toRekognitionJpeg } from '../../lambdas/detect-faces/convert-photo.ts';
import { readPhotoHeader } from '../../lambdas/detect-faces/photo-header.ts';

export interface PhotoCost {
  /** 0 when Rekognition takes the photo as it is. */
  readonly workingCopySeconds: number;
  readonly cropSeconds: number;
  /** Of the whole process, Node included. */
  readonly peakMB: number;
}

/** A face in the middle of the photo. */
const boundingBox = { left: 0.45, top: 0.4, width: 0.1, height: 0.2 };

const bytes = readFileSync(process.argv[2]!);
const photo = { bytes, size: bytes.length, etag: '', versionId: null, uploadedAt: new Date() };
const header = await readPhotoHeader('photo', photo, async () => bytes);

const started = performance.now();
const copy = header.takenAsIs ? undefined : await toRekognitionJpeg(bytes, header);
const copied = performance.now();
await cropFace(copy?.data ?? bytes, copy?.info ?? header.upright, boundingBox, 0.4);
const cropped = performance.now();

const cost: PhotoCost = {
  workingCopySeconds: copy ? (copied - started) / 1000 : 0,
  cropSeconds: (cropped - copied) / 1000,
  peakMB: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(cost));
