import type { Deployment } from '../../statemachine/deployment.ts';
/** Where all crops of one photo lie, and nothing else: `s3://<bucket>/<prefix>`. */
export const cropsPlace = ({ thumbsBucket, thumbsPrefix }: Deployment, photoId: string): string =>
  `s3://${thumbsBucket}/${thumbsPrefix}${photoId}/`;
