import { readFile } from 'node:fs/promises';
import { DetectFacesCommand } from '@aws-sdk/client-rekognition';
import { samplePhotos } from '../../../local/sample-photos.ts';
import { plural } from '../../match/totals.ts';
import { formatDuration } from '../../text/time.ts';
import { type Check, failed, well } from '../check.ts';

/** That the local Rekognition finds faces, once it is warm. */
export const faceEngine: Check = {
  name: 'face engine',
  actions: [],
  async examine({ target }) {
    const { name, path } = samplePhotos[0]!;
    const image = { Bytes: await readFile(path) };
    const start = performance.now();
    const { FaceDetails = [] } = await target.rekognition.send(new DetectFacesCommand({ Image: image }));
    if (FaceDetails.length === 0) return failed(`Expected faces in ${name}, found none`, 'npm ci');
    const duration = formatDuration(performance.now() - start);
    return well(`warm: it found ${plural(FaceDetails.length, 'face')} in ${name} after ${duration}`);
  },
};
