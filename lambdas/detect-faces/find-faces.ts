import {
  type BoundingBox as AwsBoundingBox,
  DetectFacesCommand,
  type RekognitionClient,
} from '@aws-sdk/client-rekognition';
import type { BoundingBox, PhotoImage } from '../../statemachine/payloads.ts';

/** The bounding boxes of an image's faces in Rekognition's order, which is idx order. */
export async function findFaces(
  rekognition: RekognitionClient,
  { image, versionId }: { image: PhotoImage; versionId: string | null },
): Promise<BoundingBox[]> {
  const request = new DetectFacesCommand({
    Image: { S3Object: { Bucket: image.bucket, Name: image.key, Version: versionId ?? undefined } },
  });
  const { FaceDetails = [] } = await rekognition.send(request);
  return FaceDetails.map(({ BoundingBox }) => toBoundingBox(BoundingBox!));
}

/** Six decimals are a hundredth of a pixel in the largest photo; Rekognition's sixteen only fill payloads. */
const round = (ratio = 0) => Number(ratio.toFixed(6));

export const toBoundingBox = ({ Left, Top, Width, Height }: AwsBoundingBox): BoundingBox => ({
  left: round(Left),
  top: round(Top),
  width: round(Width),
  height: round(Height),
});
