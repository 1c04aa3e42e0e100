import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** What record-matches reports of every photo; FailedPhotos to FailedFaces are counts, Similarity is in percent. */
export type PhotoMetric =
  | 'FailedPhotos'
  | 'PhotosWithoutFaces'
  | 'Faces'
  | 'MatchedFaces'
  | 'UnmatchedFaces'
  | 'IndexedFaces'
  | 'UnsearchableFaces'
  | 'FailedFaces'
  | 'Similarity';

/** The period of every alarm and of the dashboard. */
export const period = Duration.minutes(5);

/** `SampleCount` of Faces is the number of photos: each reports its faces once. */
export const photoMetric = (name: PhotoMetric, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'MatchFaces',
    metricName: name,
    dimensionsMap: { service: 'match-faces' },
    statistic,
    period,
  });
