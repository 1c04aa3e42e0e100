import type { BoundingBox } from '../face-engine.ts';

/** What a collection keeps of a face: no picture, and its descriptor apart (see face-vectors.ts). */
export interface StoredFace {
  readonly faceId: string;
  readonly imageId: string;
  readonly externalImageId?: string | undefined;
  readonly boundingBox: BoundingBox;
  /** 0 to 100. */
  readonly confidence: number;
}

export interface DescribedStoredFace extends StoredFace {
  readonly descriptor: Float32Array;
}
