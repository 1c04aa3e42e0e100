import { confirm } from '../../cli/forget/confirm.ts';
import type { Target } from '../connect.ts';
import { checkKey } from '../photos/check-key.ts';
import { printable } from '../text/printable.ts';
import { findTraces, type PhotoTraces, removeTraces } from './photo-traces.ts';

export interface ForgetPhotoOptions {
  readonly withPhoto?: boolean;
  /** Without asking. */
  readonly yes?: boolean;
}

/** Removes what is kept of a photo and prints it; returns false when the user does not want to. */
export async function forgetPhoto(
  target: Target,
  key: string,
  { withPhoto = false, yes }: ForgetPhotoOptions,
): Promise<boolean> {
  checkKey(key, target.deployment);
  const traces = await findTraces(target, key, { withPhoto });
  const found = describe(traces);
  if (found.length === 0) {
    const but = withPhoto ? '' : ' beside the photo itself';
    process.stdout.write(`Nothing is kept of ${printable(key)}${but}\n`);
    return true;
  }
  if (!yes && !(await confirm(`Forget ${found.join(', ')} of ${printable(key)}?`))) return false;
  await removeTraces(target, traces);
  process.stdout.write(`${tell(traces, key).join('\n')}\n`);
  if (!withPhoto) process.stdout.write('The photo itself stays: --with-photo removes it, too\n');
  return true;
}

/** `the record`, `3 crops`, …; nothing of what there is none. */
function describe({ record, crops, workingFiles, photo }: PhotoTraces): string[] {
  const all = (objects: readonly unknown[], one: string, many: string) => {
    if (objects.length === 0) return [];
    return [objects.length === 1 ? `1 ${one}` : `${objects.length} ${many}`];
  };
  return [
    ...(record ? ['the record'] : []),
    ...all(crops, 'crop', 'crops'),
    ...all(workingFiles, 'working file', 'working files'),
    ...(photo.length > 0 ? ['the photo itself'] : []),
  ];
}

function tell({ photoId, record, crops, workingFiles, photo }: PhotoTraces, key: string): string[] {
  const objects = [...photo, ...crops, ...workingFiles].map((object) => {
    const version = object.versionId === undefined ? '' : ` (version ${object.versionId})`;
    return `removed s3://${object.bucket}/${printable(object.key)}${version}`;
  });
  // A photo of before this project has no faces in its record.
  const indexed = (record?.faces ?? []).flatMap((face) =>
    face.outcome === 'Indexed'
      ? [`Its face ${face.idx} is in the collection: npm run forget -- face ${face.faceId}`]
      : [],
  );
  return [...objects, ...(record ? [`removed the record ${photoId} of ${printable(key)}`] : []), ...indexed];
}
