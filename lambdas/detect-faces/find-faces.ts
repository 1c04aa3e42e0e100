import {
  type BoundingBox as AwsBoundingBox,
  DetectFacesCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import type { BoundingBox, PhotoImage } from '../../statemachine/payloads.ts';

/**
 * The bounding boxes of an image's faces in Rekognition's order, which is idx order.
 *
 * Rekognition reads the image from S3 by itself and cannot be told an ETag: `confirmUnchanged` is awaited
 * afterwards, so that boxes of an overwritten photo go no further.
 */
export async function findFaces(
  rekognition: RekognitionClient,
  { image, versionId }: { image: PhotoImage; versionId: string | null },
  confirmUnchanged: () => Promise<unknown>,
): Promise<BoundingBox[]> {
  const request = new DetectFacesCommand({
    Image: { S3Object: { Bucket: image.bucket, Name: image.key, Version: versionId ?? undefined } },
  });
  const response = await rekognition.send(request).catch(async (error: Error) => {
    await confirmUnchanged();
    throw error;
  });
  await confirmUnchanged();
  return (response.FaceDetails ?? []).map(({ BoundingBox }) => toBoundingBox(BoundingBox!));
}

/** Six decimals are a hundredth of a pixel in the largest photo; Rekognition's sixteen only fill payloads. */
const round = (ratio = 0) => Number(ratio.toFixed(6));

export const toBoundingBox = ({ Left, Top, Width, Height }: AwsBoundingBox): BoundingBox => ({
  left: round(Left),
  top: round(Top),
  width: round(Width),
  height: round(Height),
});
