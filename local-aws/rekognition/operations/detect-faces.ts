import type { DetectFacesResponse } from '@aws-sdk/client-rekognition';
import { z } from 'zod';
import type { Operation } from '../../gateway/json-service.ts';
import { toFaceDetail } from '../answers.ts';
import { image, readImage } from '../image.ts';
import { attributes, parseRequest } from '../request.ts';
import type { OperationContext } from './operation-context.ts';

const request = z.object({ Image: image, Attributes: attributes });

export function detectFaces({ engine, readObject }: OperationContext): Operation {
  return async (input): Promise<DetectFacesResponse> => {
    const { Image } = parseRequest(request, input);
    const faces = await engine.detect(await readImage(Image, readObject));
    return { FaceDetails: faces.map(toFaceDetail) };
  };
}
