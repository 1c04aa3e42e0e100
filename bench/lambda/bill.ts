import { randomUUID } from 'node:crypto';
import type { FunctionName } from '../../statemachine/definition.ts';

import type { DetectedFaces, SearchedFace } from '../../statemachine/payloads.ts';
import { type Invoked, startArtifact } from '../artifact/artifact-process.ts';
import type { Artifact } from '../artifact/artifacts.ts';
import type { MeasuredCloud } from '../photo/measured-cloud.ts';
import { median } from '../timing.ts';

/** Milliseconds: of all invocations together, and of those that wait for one another. */
export interface Bill {
  readonly billedMs: number;
  readonly criticalMs: number;
  /** Of the CPU that one search takes, the median. */
  readonly searchCpuMs: number;
}

type States<Figure> = { readonly warm: Figure; readonly cold: Figure };

/** Runs the photo through the artifacts of the three functions, as the state machine would, without failures. */
export async function billWorkflow(
  artifacts: Readonly<Record<FunctionName, Artifact>>,
  { endpoint, key }: MeasuredCloud,
): Promise<States<Bill>> {
  const detection = await invokeTwice(artifacts.DetectFaces, { key }, endpoint);
  const { faces, ...photo } = detection.output as DetectedFaces;

  const searches: Twice[] = [];
  for (const face of faces) {
    searches.push(await invokeTwice(artifacts.CropAndSearch, { ...photo, face }, endpoint));
  }

  const execution = {
    arn: `arn:aws:states:us-east-1:000000000000:execution:MatchFaces:${randomUUID()}`,
    startedAt: new Date().toISOString(),
  };
  const searched = searches.map(({ output }) => output as SearchedFace);
  const toRecord = { ...photo, faces: searched, execution };
  const record = await invokeTwice(artifacts.RecordMatches, toRecord, endpoint);

  const bill = (state: 'warm' | 'cold'): Bill => {
    const each = searches.map((search) => search[state]);
    const around = detection[state] + record[state];
    return {
      billedMs: around + each.reduce((sum, ms) => sum + ms, 0),
      criticalMs: around + Math.max(0, ...each),
      searchCpuMs: median(searches.map(({ cpuMs }) => cpuMs[state])),
    };
  };
  return { warm: bill('warm'), cold: bill('cold') };
}

/** The loop is billed while it waits: all of it is on the critical path. */
export const billLoop = (loop: Artifact, { endpoint, key }: MeasuredCloud): Promise<States<number>> =>
  invokeTwice(loop, { key }, endpoint);

type Twice = States<number> & Pick<Invoked, 'output'> & { readonly cpuMs: States<number> };

/** In a process of its own: cold is the import and the first invocation, warm is the second. */
async function invokeTwice(artifact: Artifact, event: unknown, endpoint: string): Promise<Twice> {
  const sandbox = await startArtifact(artifact, endpoint);
  try {
    const first = await sandbox.invoke(event);
    const second = await sandbox.invoke(event);
    return {
      warm: second.ms,
      cold: sandbox.importMs + first.ms,
      cpuMs: { warm: second.cpuMs, cold: first.cpuMs },
      output: second.output,
    };
  } finally {
    sandbox.end();
  }
}
