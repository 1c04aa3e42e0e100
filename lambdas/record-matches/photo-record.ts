import type { PhotoStatus } from '../../statemachine/payloads.ts';
import type { FaceRecord } from './face-record.ts';

export interface OutcomeCounts {
  readonly faceCount: number;
  readonly matchedCount: number;
  readonly unmatchedCount: number;
  readonly indexedCount: number;
  readonly unsearchableCount: number;
  readonly failedCount: number;
}

/** This project's attributes of an item in the Photos table; other phases keep theirs beside them. */
export interface PhotoRecord extends OutcomeCounts {
  readonly photoId: string;
  readonly s3Bucket: string;
  readonly s3Key: string;
  /** Unknown for a photo that could not be read: then the item keeps what it has, or gets startedAt. */
  readonly uploadedAt?: string;
  readonly status: PhotoStatus;
  /** Rekognition returned its most, 100 faces: there may be more. */
  readonly facesTruncated: boolean;
  readonly faces: readonly FaceRecord[];
  /** Only when FAILED. */
  readonly error?: { readonly error: string; readonly cause: string };
  readonly executionArn: string;
  readonly startedAt: string;
  readonly matchedAt: string;
  readonly collectionId?: string;
  readonly threshold?: number;
  readonly faceModelVersion?: string;
  readonly photoEtag?: string;
  readonly photoVersionId?: string;
}

export function countOutcomes(faces: readonly FaceRecord[]): OutcomeCounts {
  const count = (outcome: FaceRecord['outcome']) => faces.filter((face) => face.outcome === outcome).length;
  return {
    faceCount: faces.length,
    matchedCount: count('Match'),
    unmatchedCount: count('NoMatch'),
    indexedCount: count('Indexed'),
    unsearchableCount: count('Unsearchable'),
    failedCount: count('Failed'),
  };
}
