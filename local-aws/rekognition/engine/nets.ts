import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';

// It warns of graphics cards that it looks for and does not find.
env.logLevel = 'error';

/** Red, then green, then blue, from 0 to 255, each in rows from top to bottom. */
export type Pixels = Float32Array;

/** Of the canvas that the detector looks at, in pixels. */
export const canvasWidth = 320;
export const canvasHeight = 240;
/** Of the square of a face whose landmarks are wanted, and of the chip that is described. */
export const landmarkSide = 64;
export const chipSide = 112;

/**
 * The nets that are used of those in the package: an UltraFace detector, one for the 68 points of the iBUG 300-W
 * scheme, and a MobileFaceNet. Each takes one picture at a time.
 */
const models = {
  detector: {
    file: 'fr_detect.onnx',
    sha256: '6c0256ccd3164f844736a401faf936ec2930764a87ae39442180887d0c5c8854',
    input: [1, 3, canvasHeight, canvasWidth],
  },
  landmarks: {
    file: 'fr_landmark.onnx',
    sha256: 'f10b0ba1d2a8a099adefede1ebf3733e44fe370715e7303dbeb7f59c02142258',
    input: [1, 1, landmarkSide, landmarkSide],
  },
  recognition: {
    file: 'fr_feature.onnx',
    sha256: '87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581',
    input: [1, 3, chipSide, chipSide],
  },
};
type NetName = keyof typeof models;

const facePackage = 'faceplugin-face-recognition-js';

let nets: Record<NetName, InferenceSession> | undefined;

/** Reads the three nets and starts them. The functions below need it done. */
export async function loadNets(): Promise<void> {
  const folder = path.dirname(createRequire(import.meta.url).resolve(`${facePackage}/package.json`));
  const load = async ({ file, sha256 }: (typeof models)[NetName]) => {
    const model = await readModel(path.join(folder, 'model', file), sha256);
    // One thread: pictures go side by side through the processes of the engine.
    return InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  };
  nets = {
    detector: await load(models.detector),
    landmarks: await load(models.landmarks),
    recognition: await load(models.recognition),
  };
}

/** The bytes of a net. Another net's descriptors would be compared with those of this one, and mean nothing. */
export async function readModel(file: string, sha256: string): Promise<Uint8Array> {
  const model = await readFile(file);
  const found = createHash('sha256').update(model).digest('hex');
  if (found === sha256) return model;
  throw new Error(`Expected ${file} with the sha256 ${sha256}, got ${found}: run npm ci`);
}

/** A box in pixels of the canvas, with a score from 0 to 1. */
export interface CanvasBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly score: number;
}

/** The boxes of a canvas that score at least `lowestScore`; many overlap. */
export async function detectOnCanvas(canvas: Pixels, lowestScore: number): Promise<CanvasBox[]> {
  const { scores, boxes } = await run('detector', centred(canvas));
  const found: CanvasBox[] = [];
  // Of each box two scores, that it is none and that it is a face, and its corners as ratios of the canvas.
  for (let box = 0; 2 * box < scores!.length; box++) {
    const score = scores![2 * box + 1]!;
    if (score < lowestScore) continue;
    const [left, top, right, bottom] = boxes!.subarray(4 * box);
    found.push({
      left: left! * canvasWidth,
      top: top! * canvasHeight,
      right: right! * canvasWidth,
      bottom: bottom! * canvasHeight,
      score,
    });
  }
  return found;
}

/** The 68 points of the face in a square of `landmarkSide`: x, y, x, y …, as ratios of the square. */
export async function landmarksOf(square: Pixels): Promise<Float32Array> {
  const area = landmarkSide ** 2;
  const grey = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    grey[at] = (0.299 * square[at]! + 0.587 * square[area + at]! + 0.114 * square[2 * area + at]!) / 256;
  }
  return (await run('landmarks', grey)).output!;
}

/**
 * The descriptor of the face on a chip of `chipSide`: 512 numbers, not normalised. The net wants blue before green
 * before red: what its package feeds it, the other way round, recognises fewer people.
 */
export async function descriptorOf(chip: Pixels): Promise<Float32Array> {
  const area = chipSide ** 2;
  const bgr = new Float32Array(chip.length);
  for (let channel = 0; channel < 3; channel++) {
    bgr.set(chip.subarray((2 - channel) * area, (3 - channel) * area), channel * area);
  }
  return (await run('recognition', centred(bgr))).output!;
}

/** A loop, because a typed array's `map` takes longer than to draw the picture. */
function centred(pixels: Pixels): Float32Array {
  const values = new Float32Array(pixels.length);
  for (let at = 0; at < values.length; at++) values[at] = (pixels[at]! - 127) / 128;
  return values;
}

async function run(name: NetName, input: Float32Array): Promise<Record<string, Float32Array>> {
  const results = await nets![name].run({ input: new Tensor('float32', input, models[name].input) });
  return Object.fromEntries(
    Object.entries(results).map(([output, { data }]) => [output, data as Float32Array]),
  );
}
