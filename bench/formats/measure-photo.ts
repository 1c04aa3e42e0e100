/** The functions' work on one photo, measured in a process that does nothing else. */
import { readFileSync } from 'node:fs';
import { toRekognitionJpeg } from '../../lambdas/detect-faces/convert-photo.ts';
import { cutOutFaces } from '../../lambdas/detect-faces/cut-out-faces.ts';
import { decodeImage } from '../../lambdas/detect-faces/decode-image.ts';
import { readPhotoHeader } from '../../lambdas/detect-faces/photo-header.ts';

export interface PhotoCost {
  /** 0 when Rekognition takes the photo as it is. */
  readonly workingCopySeconds: number;
  /** Of decoding it and cutting one face out. */
  readonly cutSeconds: number;
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
await cutOutFaces(await decodeImage('photo', copy?.data ?? bytes), [boundingBox]);
const cut = performance.now();

const cost: PhotoCost = {
  workingCopySeconds: copy ? (copied - started) / 1000 : 0,
  cutSeconds: (cut - copied) / 1000,
  peakMB: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(JSON.stringify(cost));
