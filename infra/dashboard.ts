import {
  Dashboard as CloudWatchDashboard,
  Color,
  GraphWidget,
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ClockMetric } from '../lambdas/detect-faces/take-turn.ts';
import type { CropAndSearch } from './crop-and-search.ts';
import type { FailedExecutions } from './failed-executions.ts';
import type { PaceTable } from './pace-table.ts';
import { type PhotoMetrics, period } from './photo-metrics.ts';
import type { Reprocess } from './reprocess.ts';
import type { Workflow } from './workflow.ts';

export interface DashboardProps {
  readonly stackName: string;
  readonly workflow: Workflow;
  readonly photos: PhotoMetrics;
  readonly failedExecutions: FailedExecutions;
  readonly cropAndSearch: CropAndSearch;
  readonly paceTable: PaceTable;
  /** Of uploads. */
  readonly waiting: IQueue;
  readonly reprocess: Reprocess;
}

/** How well faces are matched, and what keeps them from it. */
export class Dashboard extends CloudWatchDashboard {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id, { dashboardName: props.stackName });
    this.addWidgets(matchRate(props), similarity(props), facesPerPhoto(props));
    this.addWidgets(outcomes(props), badPhotos(props), photosWithoutFaces(props));
    this.addWidgets(duration(props), throttles(props), failures(props));
    this.addWidgets(waitingUploads(props), ageOfUploads(props), clock(props));
    this.addWidgets(runs(props));
  }
}

function matchRate({ photos }: DashboardProps): GraphWidget {
  const expression = '100 * matched / (matched + unmatched + indexed)';
  const usingMetrics = {
    matched: photos.metric('MatchedFaces'),
    unmatched: photos.metric('UnmatchedFaces'),
    indexed: photos.metric('IndexedFaces'),
  };
  return percentage('Match rate: searched faces that are known', expression, usingMetrics);
}

/** How sure the matches are: what crowds just above the threshold deserves a look. */
function similarity({ photos }: DashboardProps): GraphWidget {
  const ranges = ['0:90', '90:95', '95:97', '97:99', '99:100'];
  return new GraphWidget({
    title: 'Matches by similarity',
    width: 8,
    stacked: true,
    // A trimmed count: the matches above the first percentage, up to the second.
    left: ranges.map((range) =>
      photos.metric('Similarity', `TC(${range})`).with({ label: `${range.replace(':', ' to ')} %` }),
    ),
  });
}

function facesPerPhoto({ photos }: DashboardProps): GraphWidget {
  return graph('Faces per photo', [
    new MathExpression({
      label: 'average',
      expression: 'faces / (photos - failed)',
      usingMetrics: {
        faces: photos.metric('Faces'),
        photos: photos.metric('Faces', 'SampleCount'),
        failed: photos.metric('FailedPhotos'),
      },
      period,
    }),
    photos.metric('Faces', 'Maximum').with({ label: 'most' }),
  ]);
}

function outcomes({ photos }: DashboardProps): GraphWidget {
  return new GraphWidget({
    title: 'Outcomes of faces',
    width: 8,
    stacked: true,
    left: [
      photos.metric('MatchedFaces').with({ label: 'Match', color: Color.GREEN }),
      photos.metric('UnmatchedFaces').with({ label: 'NoMatch', color: Color.GREY }),
      photos.metric('IndexedFaces').with({ label: 'Indexed', color: Color.BLUE }),
      photos.metric('UnsearchableFaces').with({ label: 'Unsearchable', color: Color.ORANGE }),
      photos.metric('FailedFaces').with({ label: 'Failed', color: Color.RED }),
    ],
  });
}

function badPhotos({ workflow, photos }: DashboardProps): GraphWidget {
  return graph('Bad photos, and all executions', [
    photos.metric('FailedPhotos').with({ label: 'unusable photos' }),
    workflow.metricStarted({ period, label: 'executions started' }),
    workflow.metricSucceeded({ period, label: 'executions succeeded' }),
  ]);
}

function photosWithoutFaces({ photos }: DashboardProps): GraphWidget {
  return percentage('Photos without faces', '100 * without / (photos - failed)', {
    without: photos.metric('PhotosWithoutFaces'),
    photos: photos.metric('Faces', 'SampleCount'),
    failed: photos.metric('FailedPhotos'),
  });
}

function duration({ workflow }: DashboardProps): GraphWidget {
  return graph('Duration of an execution', [
    workflow.metricTime({ period, statistic: 'p50', label: 'median' }),
    workflow.metricTime({ period, statistic: 'p95', label: '95 of 100' }),
    workflow.metricTime({ period, statistic: 'Maximum', label: 'longest' }),
  ]);
}

function throttles({ workflow, cropAndSearch }: DashboardProps): GraphWidget {
  const rekognition = (operation: string) =>
    new Metric({
      namespace: 'AWS/Rekognition',
      metricName: 'ThrottledCount',
      dimensionsMap: { Operation: operation },
      statistic: 'Sum',
      period,
      // It has no dimension but the operation: whoever asks in the account and Region counts.
      label: `Rekognition ${operation}, of the account`,
    });
  return graph('Throttles', [
    rekognition('DetectFaces'),
    rekognition('SearchFacesByImage'),
    cropAndSearch.metricThrottles({ period, label: 'Lambda CropAndSearch' }),
    workflow.metricThrottled({ period, label: 'Step Functions' }),
  ]);
}

function failures({ workflow, failedExecutions }: DashboardProps): GraphWidget {
  return graph('Executions that did not succeed', [
    workflow.metricFailed({ period, label: 'failed, with bad and partly searched photos' }),
    failedExecutions.metric.with({ label: 'failed for another reason' }),
    workflow.metricTimedOut({ period, label: 'timed out' }),
    workflow.metricAborted({ period, label: 'aborted' }),
  ]);
}

function waitingUploads({ waiting: queue }: DashboardProps): GraphWidget {
  return graph('Uploads before their start', [
    queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum', label: 'waiting' }),
    queue.metricApproximateNumberOfMessagesNotVisible({ period, statistic: 'Maximum', label: 'starting' }),
  ]);
}

function ageOfUploads({ waiting }: DashboardProps): GraphWidget {
  return graph('Age of the oldest upload before its start, seconds', [
    waiting.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum', label: 'age' }),
  ]);
}

/** How long photos wait for their turn; DetectFaces reports it of each that has faces to be searched. */
function clock({ paceTable }: DashboardProps): GraphWidget {
  const metric = (metricName: ClockMetric, statistic: string, label: string) =>
    new Metric({
      namespace: 'MatchFaces',
      metricName,
      dimensionsMap: { service: 'match-faces', PaceTable: paceTable.name },
      statistic,
      period,
      label,
    });
  return new GraphWidget({
    title: 'The clock',
    width: 8,
    left: [metric('ClockLead', 'Maximum', 'lead, seconds')],
    right: [metric('ClockUnreachable', 'Sum', 'photos without a turn')],
  });
}

function runs({ reprocess }: DashboardProps): GraphWidget {
  return graph('Runs of many photos', [
    reprocess.metricStarted({ period, label: 'started' }),
    reprocess.metricSucceeded({ period, label: 'went to their end' }),
    reprocess.failed.with({ label: 'stopped' }),
    reprocess.metricAborted({ period, label: 'stopped by hand' }),
  ]);
}

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, width: 8, left });

const percentage = (title: string, expression: string, usingMetrics: Record<string, IMetric>) =>
  new GraphWidget({
    title,
    width: 8,
    left: [new MathExpression({ label: 'percent', expression, usingMetrics, period })],
    leftYAxis: { min: 0, max: 100 },
  });
