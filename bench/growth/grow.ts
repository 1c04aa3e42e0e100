import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rounded } from '../report.ts';
import { exponent } from './exponent.ts';
import { type Cost, MeasuredCloud } from './measured-cloud.ts';
import type { Subject } from './subject.ts';

/** One step at one size. The exponents are those from the size before: 1 is in proportion. */
export interface GrowthRow {
  readonly grows: string;
  readonly step: string;
  readonly size: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly cpuExponent: number | undefined;
  readonly heapMB: number;
  readonly heapExponent: number | undefined;
  readonly rssMB: number;
}

interface Measured {
  readonly size: number;
  readonly costs: ReadonlyMap<string, Cost>;
}

/** All steps of a subject at all its sizes; the sizes of a step stand together. */
export async function growthOf(subject: Subject): Promise<GrowthRow[]> {
  const measured: Measured[] = [];
  for (const size of subject.sizes) measured.push({ size, costs: await measure(subject, size) });
  const steps = [...measured[0]!.costs.keys()];
  return steps.flatMap((step) =>
    measured.map((larger, index) => rowOf(subject.grows, step, larger, measured[index - 1])),
  );
}

function rowOf(grows: string, step: string, larger: Measured, smaller: Measured | undefined): GrowthRow {
  const { size } = larger;
  const cost = larger.costs.get(step)!;
  const exponentOf = (figure: 'cpuMs' | 'heap') =>
    smaller &&
    rounded(
      exponent(
        { size: smaller.size, value: smaller.costs.get(step)![figure] },
        { size, value: cost[figure] },
      ),
      2,
    );
  return {
    grows,
    step,
    size,
    wallMs: Math.round(cost.wallMs),
    cpuMs: Math.round(cost.cpuMs),
    cpuExponent: exponentOf('cpuMs'),
    heapMB: rounded(cost.heap / 1e6, 1),
    heapExponent: exponentOf('heap'),
    rssMB: Math.round(cost.rss / 1e6),
  };
}

async function measure(subject: Subject, size: number): Promise<Map<string, Cost>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'match-faces-growth-'));
  const costs = new Map<string, Cost>();
  try {
    const empty = await MeasuredCloud.start({ dataDir, ...subject.settings(size, 'empty') });
    try {
      for (const { step, run } of subject.fill(size)) costs.set(step, await empty.measure(run));
    } finally {
      await empty.close();
    }
    const full = await MeasuredCloud.start({ dataDir, ...subject.settings(size, 'full') });
    try {
      costs.set('restart', full.start);
      for (const { step, run } of subject.use(size)) costs.set(step, await full.measure(run));
    } finally {
      await full.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  return costs;
}
