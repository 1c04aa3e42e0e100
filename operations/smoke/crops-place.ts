import type { Deployment } from '../../local/deployment.ts';

/** Where all crops of one photo lie, and nothing else: `s3://<bucket>/<prefix>`. */
export const cropsPlace = ({ thumbsBucket, thumbsPrefix }: Deployment, photoId: string): string =>
  `s3://${thumbsBucket}/${thumbsPrefix}${photoId}/`;
