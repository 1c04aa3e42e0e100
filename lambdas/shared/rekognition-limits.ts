/** What Rekognition takes and returns (https://docs.aws.amazon.com/rekognition/latest/dg/limits.html). */

/** Bytes of an image in S3. */
export const mostBytesInS3 = 15 * 1024 * 1024;
/** Bytes of an image that travels in the request. */
export const mostBytesInRequest = 5 * 1024 * 1024;
/** Pixels of an image's shorter side, at least. */
export const shortestImageSide = 80;
/** Pixels of a face's shorter side, at least, in an image of up to 1920 × 1080; in a larger one in proportion. */
export const smallestFace = 40;
/** DetectFaces returns so many at most, the largest, and does not say when there are more. */
export const mostFaces = 100;
