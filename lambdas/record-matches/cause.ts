import type { PhotoRecord } from '../../statemachine/photo-record.ts';

/** `2 of 7 faces not searched: ThrottlingException ×2. Start again with {"key": "…"}` */
export function explainPartial(record: PhotoRecord): string {
  const failed = record.faces.filter((face) => face.outcome === 'Failed');
  const say = (stage: (typeof failed)[number]['stage'], undone: string) => {
    const errors = failed.filter((face) => face.stage === stage).map((face) => face.error);
    return errors.length
      ? `${errors.length} of ${record.faceCount} faces not ${undone}: ${tally(errors)}. `
      : '';
  };
  return `${say('CropAndSearch', 'searched')}${say('IndexFaces', 'indexed')}${startAgain(record)}`;
}

export const explainFailedPhoto = (record: PhotoRecord): string =>
  `${record.error?.error}: ${record.error?.cause}. When the photo is mended: ${startAgain(record)}`;

const startAgain = ({ s3Key }: PhotoRecord) => `Start again with ${JSON.stringify({ key: s3Key })}`;

function tally(errors: readonly string[]): string {
  const counts = Map.groupBy(errors, (error) => error);
  return [...counts].map(([error, all]) => `${error} ×${all.length}`).join(', ');
}
