import { readFile } from 'node:fs/promises';
import { startFaceEngine } from '@match-faces/local-aws/rekognition/engine/start-face-engine.ts';
import type { FaceEngine } from '@match-faces/local-aws/rekognition/face-engine.ts';
import sharp from 'sharp';
import { samplePhotos } from '../../local/sample-photos.ts';
import { conditions, type KnownFace, type LabelledPicture, rowOf, type SearchedFace } from './accuracy.ts';
import { cropFace } from './face-crops.ts';
import { readGroups, readLabelledPhotos } from './labelled-photos.ts';

interface Labelled {
  readonly pictures: readonly LabelledPicture[];
  /** By what the pictures show as they were before: one for each. */
  readonly known: readonly KnownFace[];
  /** Whether a picture is not to be compared with the known face of the same photo. */
  readonly sameFile: boolean;
}

/** Rows for each condition; for one's own photos also one for each group of people, over pairs within it. */
export async function measureAccuracy({
  photos,
  groups,
}: {
  photos?: string;
  groups?: string;
}): Promise<object[]> {
  const engine = startFaceEngine();
  try {
    const labelled = photos ? await ownPhotos(engine, photos) : await sampleCrops(engine);
    const groupOf = groups ? await readGroups(groups) : new Map<string, string>();
    const rows: object[] = [];
    for (const [condition, change] of Object.entries(conditions)) {
      const searched = await Promise.all(
        labelled.pictures.map(async (picture, index): Promise<SearchedFace> => {
          const [face] = await engine.describe(await change(picture), 1);
          const itself = labelled.sameFile ? labelled.known[index] : undefined;
          return { person: picture.person, descriptor: face?.descriptor, itself };
        }),
      );
      rows.push(rowOf(condition, searched, labelled.known));
      if (rows.length > 1) continue;
      for (const group of new Set(groupOf.values())) {
        const isIn = ({ person }: { person: string }) => groupOf.get(person) === group;
        rows.push(rowOf(`as it is, ${group}`, searched.filter(isIn), labelled.known.filter(isIn)));
      }
    }
    return rows;
  } finally {
    await engine.close();
  }
}

/** The largest face of each photo is the person's. A photo in which none is found is left out, and said. */
async function ownPhotos(engine: FaceEngine, folder: string): Promise<Labelled> {
  const pictures: LabelledPicture[] = [];
  const known: KnownFace[] = [];
  for (const { person, path } of await readLabelledPhotos(folder)) {
    const picture = await sharp(path, { autoOrient: true }).flatten().toColourspace('srgb').png().toBuffer();
    const [face] = await engine.describe(picture, 1);
    if (!face) {
      process.stderr.write(`${path}: no face\n`);
      continue;
    }
    const { width } = await sharp(picture).metadata();
    pictures.push({ person, picture, faceWidth: face.boundingBox.width * width });
    known.push({ person, descriptor: face.descriptor });
  }
  return { pictures, known, sameFile: true };
}

/** Crops of the sample photos' faces, as the workflow cuts them; known are the faces in the photos. */
async function sampleCrops(engine: FaceEngine): Promise<Labelled> {
  const pictures: LabelledPicture[] = [];
  const known: KnownFace[] = [];
  for (const { name, path } of samplePhotos) {
    for (const [index, { boundingBox, descriptor }] of (
      await engine.describe(await readFile(path))
    ).entries()) {
      // The one person who is in two of them is the largest in both.
      const recurs = index === 0 && ['sample1.jpg', 'sample3.jpg'].includes(name);
      const person = recurs ? 'the one who recurs' : `${name} ${index}`;
      const { jpeg, face } = await cropFace(path, boundingBox, 0.4);
      const { width } = await sharp(jpeg).metadata();
      pictures.push({ person, picture: jpeg, faceWidth: face.width * width });
      known.push({ person, descriptor });
    }
  }
  return { pictures, known, sameFile: false };
}
