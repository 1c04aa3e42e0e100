import { DescribeCollectionCommand } from '@aws-sdk/client-rekognition';
import { type Check, failed, warning, well } from '../check.ts';
import { awsCommand, projectCommand } from '../mending-command.ts';
import { restartLocalCloud } from '../restart-local-cloud.ts';

/** The known faces: in an empty collection nobody is found. */
export const collection: Check = {
  name: 'collection',
  actions: ['rekognition:DescribeCollection'],
  async examine(connected) {
    const { target, options } = connected;
    const { collectionId, region } = target.deployment;
    try {
      const answer = await target.rekognition.send(
        new DescribeCollectionCommand({ CollectionId: collectionId }),
      );
      const { FaceCount = 0, FaceModelVersion } = answer;
      if (FaceCount > 0) {
        return well(`${collectionId} holds ${FaceCount} faces, face model ${FaceModelVersion}`);
      }
      return warning(
        `${collectionId} is empty, face model ${FaceModelVersion}: every face will be NoMatch`,
        projectCommand(options, 'enroll', ['face.jpg']),
      );
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return failed(
        `there is no collection ${collectionId} in ${region}`,
        options.aws
          ? awsCommand(connected, `rekognition create-collection --collection-id ${collectionId}`)
          : restartLocalCloud,
      );
    }
  },
};
