import { DescribeCollectionCommand } from '@aws-sdk/client-rekognition';
import type { Target } from '../../../operations/connect.ts';
import type { System } from '../../api/system.ts';
import { explainFailure } from '../explain-failure.ts';

/** The collection; or why it cannot be described, which is no reason to show nothing else. */
export async function describeCollection({
  rekognition,
  deployment: { collectionId },
  options,
}: Pick<Target, 'rekognition' | 'deployment' | 'options'>): Promise<System['collection']> {
  try {
    const { FaceCount, FaceModelVersion } = await rekognition.send(
      new DescribeCollectionCommand({ CollectionId: collectionId }),
    );
    return { id: collectionId, faceCount: FaceCount ?? 0, faceModelVersion: FaceModelVersion };
  } catch (error) {
    const { name, message, whatToDo } = explainFailure(error, options).failure;
    return { id: collectionId, error: `${name}: ${message}. ${whatToDo}` };
  }
}
