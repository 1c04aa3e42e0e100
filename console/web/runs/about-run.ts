import type { AboutRun } from '../../api/run.ts';

/** Which photos a run is about, in words. */
export function photosOfRun({ keys, manifest, failed, prefix }: AboutRun): string {
  if (keys) return keys.count === 1 ? keys.first[0]! : `${keys.count.toLocaleString('en')} chosen photos`;
  if (manifest !== undefined) {
    const earlier = /\/runs\/([^/]+)\/.*red\.jsonl$/.exec(manifest)?.[1];
    return earlier === undefined
      ? `The photos listed in ${manifest}`
      : `The photos that failed in ${earlier}`;
  }
  const under = prefix === undefined ? '' : ` under ${prefix}`;
  return failed ? `Photos to repair${under}` : `All photos${under}`;
}

/** What narrows them down, and how they are run, in words. */
export function conditionsOfRun(about: AboutRun): string[] {
  const { since, before, faceModelVersion, threshold, toleratedFailures: tolerated } = about;
  return [
    ...(since === undefined ? [] : [`last matched on ${since} or later`]),
    ...(before === undefined ? [] : [`last matched before ${before}`]),
    ...(faceModelVersion === undefined ? [] : [`searched with another face model than ${faceModelVersion}`]),
    ...(threshold === undefined ? [] : [`with a threshold of ${threshold} %`]),
    ...(tolerated === undefined ? [] : [`stopped by more than ${tolerated} failed`]),
  ];
}
