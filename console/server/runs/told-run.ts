import type { Target } from '../../../operations/connect.ts';
import type { RunRate } from '../../../operations/reprocess/follow-run.ts';
import type { RedPhoto } from '../../../operations/reprocess/red-photos.ts';
import type { Run } from '../../../operations/reprocess/run.ts';
import { batchOf } from '../../../statemachine/execution-name.ts';
import { reprocessInput } from '../../../statemachine/reprocess-payloads.ts';
import { consoleUrl } from '../../api/aws-console.ts';
import type { AboutRun, RunDetail, RunRow } from '../../api/run.ts';

/** A run as the list tells of it. */
export function toRunRow(run: Run, { kind }: Pick<Target, 'kind'>): RunRow {
  const { name, status, startedAt, endedAt, progress, estimate } = run;
  const about = aboutRun(run.input);
  return {
    name,
    status,
    startedAt: startedAt.toISOString(),
    ...(endedAt && { stoppedAt: endedAt.toISOString() }),
    ...(about && { about }),
    // Nothing is counted before the photos are read.
    ...(progress && progress.photos > 0 && { progress: countsOf(progress) }),
    ...(estimate && { estimate: { ...estimate, free: kind !== 'aws' } }),
  };
}

/** A run as its page tells of it. */
export function toRunDetail(
  run: Run,
  target: Pick<Target, 'kind'>,
  { rate, red }: { rate: ReturnType<RunRate['seen']>; red: readonly RedPhoto[] },
): RunDetail {
  const { name, executionArn, summary, failure, canBeRedriven } = run;
  const url = target.kind === 'aws' ? consoleUrl(executionArn) : undefined;
  return {
    ...toRunRow(run, target),
    executionArn,
    ...(rate && { rate }),
    namesOfPhotos: namesOfPhotos(name),
    ...(summary && { summary }),
    ...(failure && { failure }),
    red: red.map(({ key, reason, cause }) => ({ key, reason, cause })),
    canBeRedriven,
    ...(url !== undefined && { consoleUrl: url }),
  };
}

/** What is in the names of the executions of a run's photos, and in no others. */
export const namesOfPhotos = (run: string) => `_${batchOf(run)}-`;

const countsOf = ({ photos, green, red, open }: NonNullable<Run['progress']>) => ({
  ...{ photos, green, red, open },
});

/** Keys that are told; there may be thousands. */
const keysTold = 10;

/** Undefined for an input that the run refused. */
function aboutRun(input: unknown): AboutRun | undefined {
  const { data } = reprocessInput.safeParse(input);
  if (!data) return undefined;
  const { prefix, failed, manifest, threshold, since, before, faceModelVersion, toleratedFailures, keys } =
    data;
  return {
    ...{ prefix, failed, manifest, threshold, since, before, faceModelVersion, toleratedFailures },
    ...(keys && { keys: { count: keys.length, first: keys.slice(0, keysTold) } }),
  };
}
