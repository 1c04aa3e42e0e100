import type { FaceRecord, PhotoRecord } from '../../statemachine/photo-record.ts';

/** A face that was somebody, until they were forgotten. It says when, because nobody searched it again. */
export type ForgottenFace = Extract<FaceRecord, { outcome: 'NoMatch' }> & { readonly forgottenAt: string };

/** A face that was somebody in the collection. */
export type NamedFace = Extract<FaceRecord, { faceId: string }>;

/** What of a record names people, and tells which record it is. */
export type NamingRecord = Pick<
  PhotoRecord,
  'photoId' | 's3Key' | 'faces' | 'threshold' | 'executionArn' | 'matchedAt'
>;

export interface Renaming {
  /** Of the face in the record's list. */
  readonly index: number;
  readonly before: NamedFace;
  readonly after: ForgottenFace | NamedFace;
}

/**
 * How the faces of a record change that name a face of the collection, when that is forgotten.
 *
 * Who was that face is now nobody: NoMatch is what is true of the collection from here on, and the number of faces
 * stays. Only somebody who was indexed as another face of the same person stays known, under their own face.
 */
export function withoutFace(
  { faces, threshold }: Pick<NamingRecord, 'faces' | 'threshold'>,
  faceId: string,
  forgottenAt: string,
): Renaming[] {
  return faces.flatMap((before, index): Renaming[] => {
    if (!('faceId' in before)) return [];
    if (before.faceId === faceId) {
      const { idx, boundingBox, thumbKey } = before;
      const crop = thumbKey === undefined ? {} : { thumbKey };
      // Every record with faces has a threshold.
      const after = {
        idx,
        boundingBox,
        ...crop,
        outcome: 'NoMatch',
        threshold: threshold!,
        forgottenAt,
      } as const;
      return [{ index, before, after }];
    }
    if (before.personId !== faceId) return [];
    return [{ index, before, after: { ...before, personId: before.faceId } }];
  });
}
