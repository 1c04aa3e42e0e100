/** One pipeline in a process of its own; it analyses the pictures that its parent names. */
import { readFile } from 'node:fs/promises';
import { startEngine, startEngineStages } from './engine-pipelines.ts';
import { startLibraryPipeline } from './library-pipeline.ts';
import type { FoundFace, Pipeline, Stages, Wanted } from './pipeline.ts';

const starts = {
  library: startLibraryPipeline,
  stages: startEngineStages,
  oneWorker: async () => startEngine(1),
  twoWorkers: async () => startEngine(2),
} satisfies Record<string, () => Promise<Pipeline>>;

export type PipelineName = keyof typeof starts;

export interface Task {
  readonly pictures: readonly string[];
  readonly wanted: Wanted;
}

export interface Answer {
  readonly found: readonly (readonly FoundFace[])[];
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly stages?: Stages | undefined;
  /** Since the process began. */
  readonly uptimeSeconds: number;
  /** The most memory it has ever held. */
  readonly peakMB: number;
}

const pipeline: Pipeline = await starts[process.argv[2] as PipelineName]();
process.on('message', async (task: Task) => process.send!(await run(task)));

async function run({ pictures, wanted }: Task): Promise<Answer> {
  const bytes = await Promise.all(pictures.map((path) => readFile(path)));
  const before = { time: performance.now(), cpu: process.cpuUsage() };
  const found = await analyseAll(bytes, wanted);
  const seconds = (performance.now() - before.time) / 1000;
  const { user, system } = process.cpuUsage(before.cpu);
  return {
    found,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    stages: pipeline.takeStages?.(),
    uptimeSeconds: performance.now() / 1000,
    peakMB: process.resourceUsage().maxRSS / 1000,
  };
}

/** All at once, unless the pipeline tells its stages apart: then one after another. */
async function analyseAll(pictures: readonly Buffer[], wanted: Wanted): Promise<FoundFace[][]> {
  if (!pipeline.takeStages) return Promise.all(pictures.map((picture) => pipeline.analyse(picture, wanted)));
  const found: FoundFace[][] = [];
  for (const picture of pictures) found.push(await pipeline.analyse(picture, wanted));
  return found;
}
