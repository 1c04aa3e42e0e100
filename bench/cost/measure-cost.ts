import { startCountedCloud } from './counted-cloud.ts';
import type { PhotoSet } from './photo-sets.ts';
import { combine, nothing, total, type Usage } from './usage.ts';

/** A photo's mean in a set. */
export interface SetCost {
  readonly workflow: Usage;
  readonly loop: Usage;
}

/** Each photo of the set through the workflow and through the loop, side by side; of several runs the quickest. */
export async function measureCost(
  set: PhotoSet,
  { latencyMs, runs }: { latencyMs: number; runs: number },
): Promise<SetCost> {
  const cloud = await startCountedCloud(set);
  try {
    // Starts every sandbox, and gives the engine its answers.
    await runBoth(cloud);
    cloud.slowDown(latencyMs);
    const costs: SetCost[] = [];
    for (let run = 0; run < runs; run += 1) costs.push(await runBoth(cloud));
    return {
      workflow: quickest(costs.map(({ workflow }) => workflow)),
      loop: quickest(costs.map(({ loop }) => loop)),
    };
  } finally {
    await cloud.close();
  }
}

async function runBoth(cloud: Awaited<ReturnType<typeof startCountedCloud>>): Promise<SetCost> {
  const [workflow, loop]: [Usage[], Usage[]] = [[], []];
  for (const key of cloud.keys) {
    workflow.push(await cloud.runWorkflow(key));
    loop.push(await cloud.runLoop(key));
  }
  return { workflow: mean(workflow), loop: mean(loop) };
}

const mean = (usages: readonly Usage[]): Usage =>
  combine(total(usages), nothing, (sum) => sum / usages.length);

/** Whatever else the machine did only ever adds. */
const quickest = (usages: readonly Usage[]): Usage =>
  usages.reduce((best, usage) => (usage.gbSeconds < best.gbSeconds ? usage : best));
