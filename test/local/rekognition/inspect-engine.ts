/** Prints, as JSON, what the analysis of a photo leaves behind in its process. */
import { readFile } from 'node:fs/promises';
import { analyseFaces } from '../../../local/rekognition/engine/analyse-faces.ts';
import { countTensors, loadNets } from '../../../local/rekognition/engine/nets.ts';

const photo = await readFile(process.argv[2]!);
await loadNets();
const tensorsBefore = countTensors();
await analyseFaces(photo, { describe: true });
console.log(
  JSON.stringify({
    tensorsBefore,
    tensorsAfter: countTensors(),
    listeners: process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection'),
  }),
);
