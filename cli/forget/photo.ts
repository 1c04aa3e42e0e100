import { projectCommand } from '../../operations/command-line.ts';
import type { Target } from '../../operations/connect.ts';
import { tellUnreached } from '../../operations/forget/local-traces.ts';
import { findTraces, type PhotoTraces, removeTraces } from '../../operations/forget/photo-traces.ts';
import { plural } from '../../operations/match/totals.ts';
import { checkKey } from '../../operations/photos/check-key.ts';
import { pathToShow } from '../../operations/working-directory.ts';
import { confirm } from '../terminal/confirm.ts';
import { printable } from '../terminal/printable.ts';

/** Removes what is kept of a photo and prints it; returns false when the user does not want to. */
export async function forgetPhoto(
  target: Target,
  key: string,
  { withPhoto = false, yes }: { readonly withPhoto?: boolean; readonly yes?: boolean },
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
  await removeTraces(target, key, traces);
  for (const line of tell(target, traces, key)) process.stdout.write(`${printable(line)}\n`);
  if (!withPhoto)
    process.stdout.write(
      'The photo itself stays, and is recorded again when all photos are reprocessed: --with-photo removes it, too\n',
    );
  process.stdout.write(`${tellUnreached(target)}\n`);
  return true;
}

/** `the record`, `3 crops`, …; nothing of what there is none. */
function describe({ record, crops, workingFiles, photo, annotatedCopy, logLines }: PhotoTraces): string[] {
  return [
    ...(record ? ['the record'] : []),
    ...(crops.length > 0 ? [plural(crops.length, 'crop')] : []),
    ...(workingFiles.length > 0 ? [plural(workingFiles.length, 'working file')] : []),
    ...(annotatedCopy === undefined ? [] : ['the annotated copy']),
    ...(logLines > 0 ? [`${plural(logLines, 'line')} of the logs`] : []),
    ...(photo.length > 0 ? ['the photo itself'] : []),
  ];
}

function tell(
  { options }: Target,
  { photoId, record, crops, workingFiles, photo, annotatedCopy, logLines }: PhotoTraces,
  key: string,
): string[] {
  const objects = [...photo, ...crops, ...workingFiles].map((object) => {
    const version = object.versionId === undefined ? '' : ` (version ${object.versionId})`;
    return `removed s3://${object.bucket}/${object.key}${version}`;
  });
  // A photo of before this project has no faces in its record.
  const indexed = (record?.faces ?? []).flatMap((face) =>
    face.outcome === 'Indexed'
      ? [
          `Its face ${face.idx} is in the collection: ${projectCommand(options, 'forget', ['face', face.faceId])}`,
        ]
      : [],
  );
  return [
    ...objects,
    ...(annotatedCopy === undefined ? [] : [`removed ${pathToShow(annotatedCopy)}`]),
    ...(logLines > 0 ? [`removed ${plural(logLines, 'line')} of the logs`] : []),
    ...(record ? [`removed the record ${photoId} of ${key}`] : []),
    ...indexed,
  ];
}
