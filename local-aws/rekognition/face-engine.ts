/** A box in ratios of the upright picture's width and height. It may pass the picture's edges. */
export interface BoundingBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** In ratios of the upright picture's width and height. */
export interface Landmark {
  readonly x: number;
  readonly y: number;
}

export const landmarkNames = ['eyeLeft', 'eyeRight', 'mouthLeft', 'mouthRight', 'nose'] as const;

export interface DetectedFace {
  readonly boundingBox: BoundingBox;
  /** How sure the detector is that this is a face: 0 to 100. */
  readonly confidence: number;
  /** Left and right are the viewer's. */
  readonly landmarks: Readonly<Record<(typeof landmarkNames)[number], Landmark>>;
  /** Degrees the head is turned in the picture's plane, clockwise as seen. */
  readonly roll: number;
  /** 0 to 100 each, see engine/image-quality.ts. */
  readonly quality: { readonly brightness: number; readonly sharpness: number };
}

export interface DescribedFace extends DetectedFace {
  /** Of length 1: compared by the cosine, only with descriptors of the same engine version. */
  readonly descriptor: Float32Array;
  /** How much the engine found to tell the face by, and how far from the front it is seen: see engine/face-descriptor.ts. */
  readonly strength: number;
  readonly misfit: number;
}

/**
 * Finds and describes the faces of JPEG and PNG pictures, at most the 100 largest, largest first and then left
 * to right: always in the same order for the same bytes. It throws ImageUndecodable for a picture that cannot
 * be decoded, and any other error when it failed itself.
 */
export interface FaceEngine {
  /** Names the descriptors: those of two versions must never be compared. */
  readonly version: string;
  /** Settles when the first picture can be answered without waiting for the engine to start. */
  readonly ready: Promise<void>;
  detect(image: Buffer): Promise<DetectedFace[]>;
  /** Detects once and describes the `atMost` largest faces; the others are left out. */
  describe(image: Buffer, atMost?: number): Promise<DescribedFace[]>;
  close(): Promise<void>;
}
