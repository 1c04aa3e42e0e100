/** `npm run bench:local`: how fast the local face engine is, and the search of its collection; or how well it recognises people. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaceVectors } from '@match-faces/local-aws/rekognition/collections/face-vectors.ts';
import { cosineAt } from '@match-faces/local-aws/rekognition/similarity.ts';
import { Command } from 'commander';
import { overlapOf } from './local/face-crops.ts';
import { measureAccuracy } from './local/measure-accuracy.ts';
import { makePictures, type Picture } from './local/pictures.ts';
import type { Wanted } from './local/pipeline.ts';
import { type PipelineProcess, startPipeline } from './local/pipeline-process.ts';
import type { Answer, PipelineName } from './local/serve-pipeline.ts';
import { report, rounded } from './report.ts';
import { median as medianOf } from './timing.ts';

const { json, rounds, accuracy, photos, groups } = new Command('npm run bench:local --')
  .description(
    'Finds and describes the faces of the sample photos, and of a crop of each face the largest, as a search ' +
      'does. The pipelines take turns, each in a process of its own, with every picture three times: one worker waits for ' +
      'the other at the end only. Then it searches collections of strangers. Figures are medians.\n\n' +
      'With --accuracy it counts instead who is recognised, and who is taken for somebody else, in crops of the sample ' +
      'photos that are blurred, small, compressed or turned. They show little of how people differ: with --photos it ' +
      'counts the same on photos of your own, which stay where they are.',
  )
  .option('--rounds <number>', 'turns of each pipeline', Number, 3)
  .option('--accuracy', 'measure accuracy instead of speed')
  .option(
    '--photos <folder>',
    'accuracy on your own photos: <folder>/<person>/<photo>.jpg or .png, largest face',
  )
  .option('--groups <file>', 'with --photos: lines of person,group; also counts pairs within each group')
  .option('--json', 'print {"rows": […]} and nothing else on stdout')
  .parse()
  .opts<{ json?: boolean; rounds: number; accuracy?: boolean; photos?: string; groups?: string }>();

if (accuracy || photos) {
  report(await measureAccuracy({ photos, groups }), { json });
  process.exit();
}

const pipelines: [PipelineName, string][] = [
  ['stages', 'its stages, one after another'],
  ['oneWorker', '1 worker'],
  ['twoWorkers', '2 workers'],
];

/** Of each picture in a turn. */
const times = 3;

const folder = await mkdtemp(join(tmpdir(), 'bench-local-'));
const running: PipelineProcess[] = [];
try {
  const { photos, crops } = await makePictures(folder);
  const processes = new Map<PipelineName, { process: PipelineProcess; firstResultSeconds: number }>();
  for (const [name] of pipelines) {
    const process = startPipeline(name);
    running.push(process);
    const first = await process.run({ pictures: [photos[0]!.path], wanted: 'all' });
    processes.set(name, { process, firstResultSeconds: first.uptimeSeconds });
  }
  const rows: object[] = [];
  for (const [work, pictures, wanted] of [
    ['photos', photos, 'all'],
    ['crops', crops, 'largest'],
  ] as const) {
    const answers = await takeTurns(processes, pictures, wanted);
    const median = (name: PipelineName, figure: (answer: Answer) => number) =>
      medianOf(answers.get(name)!.map(figure));
    const secondsOfOneWorker = median('oneWorker', ({ seconds }) => seconds);
    const analysed = times * pictures.length;
    for (const [name, pipeline] of pipelines) {
      const faces = pictures.flatMap((picture) => picture.faces).length;
      const seconds = median(name, (answer) => answer.seconds);
      const stage = (of: 'decode' | 'detect' | 'landmarks' | 'describe') =>
        answers.get(name)![0]!.stages && rounded(median(name, ({ stages }) => stages![of]) / analysed, 1);
      rows.push({
        pipeline,
        work,
        found: `${countFound(pictures, answers.get(name)![0]!)} of ${faces}`,
        picturesPerSecond: rounded(analysed / seconds, 2),
        facesPerSecond: rounded((times * faces) / seconds, 2),
        timesOneWorker: rounded(secondsOfOneWorker / seconds, 2),
        cpuMs: Math.round((median(name, ({ cpuSeconds }) => cpuSeconds) / analysed) * 1000),
        decodeMs: stage('decode'),
        detectMs: stage('detect'),
        landmarksMs: stage('landmarks'),
        describeMs: stage('describe'),
        firstResultSeconds: rounded(processes.get(name)!.firstResultSeconds, 1),
        peakMB: Math.round(answers.get(name)!.at(-1)!.peakMB),
      });
    }
  }
  report([...rows, ...searches()], { json });
} finally {
  for (const process of running) process.stop();
  await rm(folder, { recursive: true });
}

async function takeTurns(
  processes: ReadonlyMap<PipelineName, { process: PipelineProcess }>,
  pictures: readonly Picture[],
  wanted: Wanted,
): Promise<Map<PipelineName, Answer[]>> {
  const answers = new Map<PipelineName, Answer[]>();
  const paths = Array.from({ length: times }, () => pictures.map(({ path }) => path)).flat();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { process }] of processes) {
      const answer = await process.run({ pictures: paths, wanted });
      // The first round only warms up.
      if (round > 0) answers.set(name, [...(answers.get(name) ?? []), answer]);
    }
  }
  return answers;
}

/** A row for each size of a collection: one search after another, each for the nearest face from 95 %. */
function searches(): object[] {
  const limits = { atMost: 1, atLeast: cosineAt(95) };
  return [1_000, 10_000, 100_000].map((faces) => {
    const vectors = new FaceVectors();
    for (let face = 0; face < faces; face += 1) vectors.add(somebody());
    const times = Array.from({ length: 50 }, () => {
      const query = somebody();
      const start = performance.now();
      vectors.nearest(query, limits);
      return performance.now() - start;
    });
    const milliseconds = medianOf(times);
    return {
      pipeline: 'collection',
      work: `search among ${faces.toLocaleString('en')}`,
      facesPerSecond: Math.round(1000 / milliseconds),
      cpuMs: rounded(milliseconds, 2),
    };
  });
}

/** A random descriptor, as long as the engine's: as far from everybody else as strangers are. */
function somebody(): Float32Array {
  const numbers = Float32Array.from({ length: 512 }, () => Math.random() - 0.5);
  const scale = 1 / Math.hypot(...numbers);
  return numbers.map((number) => number * scale);
}

function countFound(pictures: readonly Picture[], { found }: Answer): number {
  return pictures.flatMap(({ faces }, index) =>
    faces.filter((face) => found[index]!.some((box) => overlapOf(box, face) > 0.5)),
  ).length;
}
