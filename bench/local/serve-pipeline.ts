/** One pipeline in a process of its own; it analyses the pictures that its parent names. */
import { readFile } from 'node:fs/promises';
import { startEngine, startEngineStages } from './engine-pipelines.ts';
import type { FoundFace, Pipeline, Stages, Wanted } from './pipeline.ts';
import { type ProcessUsage, processUsage } from './process-usage.ts';

const starts = {
  stages: startEngineStages,
  oneWorker: async () => startEngine(1),
  twoWorkers: async () => startEngine(2),
} satisfies Record<string, () => Promise<Pipeline>>;

export type PipelineName = keyof typeof starts;

export interface Task {
  readonly pictures: readonly string[];
  readonly wanted: Wanted;
}

export interface Answer extends ProcessUsage {
  readonly found: readonly (readonly FoundFace[])[];
  readonly seconds: number;
  readonly stages?: Stages | undefined;
  /** Since the process began. */
  readonly uptimeSeconds: number;
}

const pipeline: Pipeline = await starts[process.argv[2] as PipelineName]();
process.on('message', async (task: Task) => process.send!(await run(task)));

async function run({ pictures, wanted }: Task): Promise<Answer> {
  const bytes = await Promise.all(pictures.map((path) => readFile(path)));
  const before = await processUsage();
  const began = performance.now();
  const found = await analyseAll(bytes, wanted);
  const seconds = (performance.now() - began) / 1000;
  const { cpuSeconds, peakMB } = await processUsage();
  return {
    found,
    seconds,
    cpuSeconds: cpuSeconds - before.cpuSeconds,
    peakMB,
    stages: pipeline.takeStages?.(),
    uptimeSeconds: performance.now() / 1000,
  };
}

/** All at once, unless the pipeline tells its stages apart: then one after another. */
async function analyseAll(pictures: readonly Buffer[], wanted: Wanted): Promise<FoundFace[][]> {
  if (!pipeline.takeStages) return Promise.all(pictures.map((picture) => pipeline.analyse(picture, wanted)));
  const found: FoundFace[][] = [];
  for (const picture of pictures) found.push(await pipeline.analyse(picture, wanted));
  return found;
}
