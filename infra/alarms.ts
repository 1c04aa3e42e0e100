import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FailedExecutions } from './failed-executions.ts';
import { type PhotoMetrics, period } from './photo-metrics.ts';
import type { Reprocess } from './reprocess.ts';
import type { Workflow } from './workflow.ts';

export interface AlarmsProps {
  readonly stackName: string;
  readonly workflow: Workflow;
  readonly photos: PhotoMetrics;
  readonly failedExecutions: FailedExecutions;
  readonly undelivered: IQueue;
  readonly reprocess: Reprocess;
  readonly topic?: ITopic;
}

/** One alarm for each way in which photos are not searched; each has a section of its name in RUNBOOK.md. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { stackName, workflow, photos, failedExecutions, undelivered, reprocess, topic } = props;
    const alarms: Record<string, Pick<AlarmProps, 'metric' | 'evaluationPeriods' | 'alarmDescription'>> = {
      ExecutionsFailed: {
        alarmDescription: 'Executions failed, and not because of their photo or input',
        metric: failedExecutions.metric,
        evaluationPeriods: 1,
      },
      ExecutionsTimedOut: {
        alarmDescription: 'Executions ran longer than all their retries take',
        metric: workflow.metricTimedOut({ period }),
        evaluationPeriods: 1,
      },
      ExecutionThrottled: {
        alarmDescription: 'Step Functions has slowed state transitions down for a quarter of an hour',
        metric: workflow.metricThrottled({ period }),
        // A burst of uploads is throttled for minutes, and gets through by itself.
        evaluationPeriods: 3,
      },
      UploadsUndelivered: {
        alarmDescription: 'Uploads have started no execution',
        metric: undelivered.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
        evaluationPeriods: 1,
      },
      RunsFailed: {
        alarmDescription: 'A run of many photos stopped before its end',
        metric: reprocess.failed,
        evaluationPeriods: 1,
      },
      FailedFaces: {
        alarmDescription: 'Faces could not be searched or indexed, after all their retries',
        metric: photos.metric('FailedFaces'),
        evaluationPeriods: 1,
      },
    };
    for (const [name, { alarmDescription, ...alarm }] of Object.entries(alarms)) {
      const created = new Alarm(this, name, {
        alarmName: `${stackName}-${name}`,
        alarmDescription: `${alarmDescription}. See RUNBOOK.md, section ${name}`,
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        // Nothing is counted while no photo is uploaded.
        treatMissingData: TreatMissingData.NOT_BREACHING,
        ...alarm,
      });
      if (topic) created.addAlarmAction(new SnsAction(topic));
    }
  }
}
