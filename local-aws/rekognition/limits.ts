/** What AWS takes: bytes of an image in a request, and of one in S3; pixels of its shorter side; faces answered of one. */
export const mostBytesInRequest = 5 * 1024 ** 2;
export const mostBytesInS3 = 15 * 1024 ** 2;
export const shortestSide = 80;
export const mostFaces = 100;
export const mostFacesOfUser = 100;

/** Ours, against pictures of a few kilobytes that unpack to gigabytes; AWS does not name its own. */
export const mostPixels = 100_000_000;
