/** Calls a second that Rekognition takes. */
export interface RekognitionQuota {
  readonly searchFacesByImage: number;
  readonly detectFaces: number;
}

/** Where AWS's default quotas are ten and four times those of other Regions. */
export const largeRegions: readonly string[] = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** The quotas of an account that has asked for no other. */
export const defaultQuotas: Readonly<Record<'large' | 'other', RekognitionQuota>> = {
  large: { searchFacesByImage: 50, detectFaces: 100 },
  other: { searchFacesByImage: 5, detectFaces: 25 },
};

export const defaultQuota = (region: string): RekognitionQuota =>
  defaultQuotas[largeRegions.includes(region) ? 'large' : 'other'];

/** Detections a second that Rekognition's default quotas have beside so many searches. */
export const detectionsBeside = (searches: number): number => searches * (searches >= 50 ? 2 : 5);

/** Executions that are started for uploads a second: each begins with a detection, and some of those are others'. */
export const startsWithin = (detections: number): number => 0.8 * detections;
