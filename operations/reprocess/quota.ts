/** Calls a second that Rekognition takes. */
export interface RekognitionQuota {
  readonly searchFacesByImage: number;
  readonly detectFaces: number;
}

const largeRegions = new Set(['us-east-1', 'us-west-2', 'eu-west-1']);

/** The quotas of an account that has asked for no other. */
export const defaultQuota = (region: string): RekognitionQuota =>
  largeRegions.has(region)
    ? { searchFacesByImage: 50, detectFaces: 100 }
    : { searchFacesByImage: 5, detectFaces: 25 };

/** Detections a second that Rekognition's default quotas have beside so many searches. */
export const detectionsBeside = (searches: number): number => searches * (searches >= 50 ? 2 : 5);
