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

/** The metrics of the photos of one stack, which names its state machine after itself. */
export class PhotoMetrics {
  readonly #stackName: string;

  constructor(stackName: string) {
    this.#stackName = stackName;
  }

  /** `SampleCount` of Faces is the number of photos: each reports its faces once. */
  metric(name: PhotoMetric, statistic = 'Sum'): Metric {
    return new Metric({
      namespace: 'MatchFaces',
      metricName: name,
      dimensionsMap: { service: 'match-faces', StateMachine: this.#stackName },
      statistic,
      period,
    });
  }
}
