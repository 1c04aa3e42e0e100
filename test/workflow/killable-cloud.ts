/** A local cloud in a process of its own, to be killed: 20 faces in every photo, each searched for a third of a second. */
import { fixedFaces } from '../../bench/fixed-faces.ts';
import { startCloud } from '../../local/cloud.ts';

const cloud = await startCloud({ dataDir: process.argv[2]!, engine: fixedFaces(20) });
cloud.faults.add({ service: 'rekognition', operation: 'SearchFacesByImage', latencyMs: 300 });
process.stdout.write(`${cloud.endpoint}\n`);
