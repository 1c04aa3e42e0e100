import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownFate } from '../lambdas/shared/error-classes.ts';
import type { Definition } from '../statemachine/definition.ts';
import { period } from './photo-metrics.ts';

export interface FailedExecutionsProps {
  readonly stackName: string;
  readonly definition: Definition;
  /** The state machine's. */
  readonly logGroup: ILogGroup;
}

/**
 * Counts the executions that failed for another reason than their photo or their input.
 *
 * AWS/States ExecutionsFailed counts unusable and partly searched photos, too: they end in a Fail state. To take
 * them off by metric math would compare two counts that arrive at different times: a photo at the edge of a
 * period would page somebody, and a superseded run, which reports no photo, would not be taken off. The error
 * of each failed execution, which is in the log, says it of that execution alone.
 *
 * Step Functions delivers logs by best effort. A single failure may go unseen; what is wrong with the system
 * fails the next photo, too, and the dashboard shows both counts.
 */
export class FailedExecutions extends Construct {
  readonly metric: Metric;

  constructor(scope: Construct, id: string, { stackName, definition, logGroup }: FailedExecutionsProps) {
    super(scope, id);
    const filter = new MetricFilter(this, 'Filter', {
      logGroup,
      filterPattern: FilterPattern.literal(failedOtherwise([...recordedFate(definition), ...ownFate])),
      metricNamespace: 'MatchFaces',
      metricName: `ExecutionsFailed-${stackName}`,
      metricValue: '1',
    });
    this.metric = filter.metric({ statistic: 'Sum', period });
  }
}

/** The errors of the Fail states, which only a photo leads to. */
const recordedFate = ({ States }: Definition) =>
  Object.values(States)
    .filter(({ Type }) => Type === 'Fail')
    .map(({ Error: error }) => String(error));

const failedOtherwise = (errors: readonly string[]) =>
  `{ ($.type = "ExecutionFailed")${errors.map((error) => ` && ($.details.error != "${error}")`).join('')} }`;
