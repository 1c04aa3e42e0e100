import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { annotatePhoto, nameOfCopy } from '../../../operations/annotate/annotate-photo.ts';
import { labelFace, placeLabel } from '../../../operations/annotate/face-label.ts';
import { lettersOfName } from '../../../operations/annotate/letters-of-name.ts';
import { outcomeStyles } from '../../../operations/annotate/outcome-style.ts';
import { overlap, pixelsOf, type Rectangle } from '../../../operations/annotate/rectangle.ts';
import type { FaceRecord } from '../../../statemachine/photo-record.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'annotate-photo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const grey = { r: 128, g: 128, b: 128 };
const inMiddle = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 };
const faces: Record<FaceRecord['outcome'], FaceRecord> = {
  Match: { idx: 1, boundingBox: inMiddle, outcome: 'Match', faceId: 'f', personId: 'f', similarity: 99.87 },
  NoMatch: { idx: 2, boundingBox: inMiddle, outcome: 'NoMatch', threshold: 95 },
  Indexed: { idx: 30, boundingBox: inMiddle, outcome: 'Indexed', faceId: 'f', personId: 'f' },
  Unsearchable: { idx: 4, boundingBox: inMiddle, outcome: 'Unsearchable', reason: 'WrongFaceInCrop' },
  Failed: {
    idx: 100,
    boundingBox: inMiddle,
    outcome: 'Failed',
    stage: 'CropAndSearch',
    error: 'E',
    cause: 'c',
  },
};

/** A grey picture; `stored` is its size before it is turned upright. */
async function picture(name: string, stored: { width: number; height: number }, orientation?: number) {
  const file = path.join(folder, name);
  const made = sharp({ create: { ...stored, channels: 3, background: grey } });
  await (orientation ? made.withMetadata({ orientation }) : made).toFile(file);
  return file;
}

async function pixelsIn(file: string) {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    size: { width: info.width, height: info.height },
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
  };
}

const rgb = (hex: string) => [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));

/** JPEG keeps colours by and large. */
const close = (colour: readonly number[]) => colour.map((channel) => expect.closeTo(channel, -1.5));

test.each(Object.values(faces))(
  'the box of a face that is $outcome has its colour and surrounds the face',
  async (face) => {
    const photo = await picture(`${face.outcome}.png`, { width: 560, height: 280 });
    const copy = path.join(folder, 'copies', `${face.outcome}.jpg`);
    expect(await annotatePhoto(photo, [face], copy)).toEqual({ width: 560, height: 280 });
    const { size, at } = await pixelsIn(copy);
    expect(size).toEqual({ width: 560, height: 280 });
    // The face takes 140…420 × 70…210; lines are 2 pixels wide here, so that its own edge is still free.
    expect(at(138, 140)).toEqual(close(rgb(outcomeStyles[face.outcome].box)));
    expect(at(421, 140)).toEqual(close(rgb(outcomeStyles[face.outcome].box)));
    expect(at(280, 140)).toEqual(close([128, 128, 128]));
  },
);

test.each(['jpg', 'png', 'webp', 'tiff'])(
  'a %s that lies on its side is annotated upright',
  async (format) => {
    // Orientation 6: to be turned by 90° to the right.
    const photo = await picture(`lying.${format}`, { width: 600, height: 400 }, 6);
    const copy = path.join(folder, `copies/lying.${format}.jpg`);
    const face = { ...faces.Match, boundingBox: { left: 0.1, top: 0.5, width: 0.2, height: 0.2 } };
    expect(await annotatePhoto(photo, [face], copy)).toEqual({ width: 400, height: 600 });
    const { size, at } = await pixelsIn(copy);
    expect(size).toEqual({ width: 400, height: 600 });
    expect((await sharp(copy).metadata()).orientation).toBeUndefined();
    expect(at(38, 380)).toEqual(close(rgb(outcomeStyles.Match.box)));
  },
);

test.each<[string, (image: Sharp) => Sharp]>([
  ['a CMYK JPEG', (image) => image.toColourspace('cmyk').jpeg()],
  ['a grey JPEG', (image) => image.toColourspace('b-w').jpeg()],
  ['a 16-bit PNG with transparency', (image) => image.ensureAlpha().toColourspace('rgb16').png()],
])('%s is annotated in colour', async (name, encode) => {
  const photo = path.join(folder, name);
  await encode(sharp({ create: { width: 560, height: 280, channels: 3, background: grey } })).toFile(photo);
  const copy = path.join(folder, 'copies', name);
  await annotatePhoto(photo, [faces.Unsearchable], copy);
  const { at } = await pixelsIn(copy);
  expect(at(138, 140)).toEqual(close(rgb(outcomeStyles.Unsearchable.box)));
  expect(at(280, 140)).toEqual(close([128, 128, 128]));
});

test('a photo without faces is copied as it is', async () => {
  const photo = await picture('empty.png', { width: 100, height: 90 });
  const copy = path.join(folder, 'copies/empty.png.jpg');
  await annotatePhoto(photo, [], copy);
  const { at } = await pixelsIn(copy);
  expect(at(50, 45)).toEqual(close([128, 128, 128]));
});

test.each([
  ['a/party.JPG', 'a/party.JPG'],
  ['a/party.heic', 'a/party.heic.jpg'],
])('the copy of %s is called %s', (photo, copy) => {
  expect(nameOfCopy(photo)).toBe(copy);
});

test('a box that leaves the photo is cut to it', () => {
  const box = { left: -0.1, top: 0.9, width: 0.3, height: 0.4 };
  expect(pixelsOf(box, { width: 1000, height: 500 })).toEqual({ x: 0, y: 450, width: 200, height: 50 });
});

test('every outcome is told in words or percent, too', () => {
  const texts = Object.values(faces).map((face) => labelFace(face, 100, { width: 800, height: 600 }).text);
  expect(texts).toEqual(['99.9%', 'NO MATCH', 'INDEXED', 'WRONG FACE', 'FAILED']);
});

test.each([
  ['Grandma Zoë', 'GRANDMA ZOE 99.9%'],
  ['祖母', 'ZU MU 99.9%'],
  ["Jean-Pierre de l'Étoile du Nord", 'JEAN-PIERRE DE L. 99.9%'],
  ['👵', '99.9%'],
  ['The quick brown', 'THE QUICK BROWN 99.9%'],
])('a face of %s is labelled %s', (name, text) => {
  expect(labelFace(faces.Match, 100, { width: 800, height: 600 }, lettersOfName(name)).text).toBe(text);
});

test('every letter, digit and sign of a name can be drawn', async () => {
  const photo = await picture('named.png', { width: 1200, height: 900 });
  const names = ['ABCDEFGHI', 'JKLMNOPQR', 'STUVWXYZ', '0123456789', 'A.-B'];
  for (const name of names) {
    expect(lettersOfName(name)).toBe(name);
    await annotatePhoto(photo, [{ ...faces.Match, name }], path.join(folder, 'copies/named.jpg'));
  }
});

test('labels of neighbours do not cover each other, and stay in the photo', () => {
  const size = { width: 800, height: 600 };
  const boxes = [
    { x: 300, y: 200, width: 60, height: 60 },
    { x: 370, y: 200, width: 60, height: 60 },
    { x: 340, y: 0, width: 100, height: 120 },
    { x: 780, y: 560, width: 20, height: 40 },
  ];
  const labels: Rectangle[] = [];
  for (const box of boxes) {
    const label = labelFace(faces.NoMatch, box.width, size);
    labels.push(placeLabel(label, box, { picture: size, boxes, labels }));
  }
  for (const [index, label] of labels.entries()) {
    for (const other of labels.slice(index + 1)) expect(overlap(label, other)).toBe(0);
    expect(label.x).toBeGreaterThanOrEqual(0);
    expect(label.x + label.width).toBeLessThanOrEqual(800);
    expect(label.y).toBeGreaterThanOrEqual(0);
    expect(label.y + label.height).toBeLessThanOrEqual(600);
  }
});
