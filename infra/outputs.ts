import { Aws, CfnOutput } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { npmRun, quoted } from '../statemachine/shell-words.ts';
import { type Config, settingsOf } from './config.ts';
import type { Dashboard } from './dashboard.ts';
import type { FaceCollection } from './face-collection.ts';
import type { FindExecution } from './find-execution.ts';
import type { PaceTable } from './pace-table.ts';
import type { PhotosTable } from './photos-table.ts';
import type { RawPhotos } from './raw-photos.ts';
import type { Reprocess } from './reprocess.ts';
import type { Thumbs } from './thumbs.ts';
import type { UploadTrigger } from './upload-trigger.ts';
import type { Workflow } from './workflow.ts';

export interface OutputsProps {
  readonly config: Config;
  readonly rawPhotos: RawPhotos;
  readonly thumbs: Thumbs;
  readonly photosTable: PhotosTable;
  readonly collection: FaceCollection;
  readonly paceTable: PaceTable;
  readonly searchesPerSecond: string;
  readonly workflow: Workflow;
  readonly reprocess: Reprocess;
  readonly trigger: UploadTrigger;
  readonly dashboard: Dashboard;
  /** The key of some photo. */
  readonly somePhoto: string;
  readonly findExecution: FindExecution;
}

type Output = readonly [value: string, description: string];

/** What a person, the commands and the next deployment ask for. */
export class Outputs extends Construct {
  constructor(scope: Construct, id: string, props: OutputsProps) {
    super(scope, id);
    const { rawPhotos, thumbs, photosTable, collection, workflow, trigger, dashboard } = props;
    const { config, paceTable, searchesPerSecond, somePhoto, findExecution, reprocess } = props;
    const { bucketName: rawBucket } = rawPhotos.bucket;
    const { bucketName: thumbsBucket } = thumbs.bucket;
    const console = `https://${Aws.REGION}.console.aws.amazon.com`;
    const outputs: Record<string, Output> = {
      RawBucket: [rawBucket, 'Bucket of photos'],
      RawPrefix: [rawPhotos.prefix, 'Photos under it are processed'],
      ThumbsBucket: [thumbsBucket, 'Bucket of crops'],
      ThumbsPrefix: [thumbs.prefix, 'Crops are stored under it'],
      PhotosTable: [photosTable.tableName, 'Table of photos'],
      CollectionId: [collection.collectionId, 'Rekognition collection of known faces'],
      StateMachineArn: [workflow.stateMachineArn, 'State machine'],
      ReprocessMachineArn: [
        reprocess.stateMachineArn,
        'State machine that runs many photos through it again',
      ],
      PaceTable: [paceTable.name, 'Table of the clock that gives photos their turns'],
      SearchesPerSecond: [searchesPerSecond, 'Searches a second that the clock allows'],
      UndeliveredUploads: [trigger.undelivered.queueUrl, 'Queue of uploads that started no execution'],
      WaitingUploads: [
        trigger.queue.waiting.queueUrl,
        'Queue of uploads whose executions are about to start',
      ],
      UploadStarter: [trigger.queue.starter.functionName, 'Function that starts their executions'],
      StateMachineConsole: [
        `${console}/states/home?region=${Aws.REGION}#/statemachines/view/${workflow.stateMachineArn}`,
        'Executions, in the console',
      ],
      ReprocessConsole: [
        `${console}/states/home?region=${Aws.REGION}#/statemachines/view/${reprocess.stateMachineArn}`,
        'Runs of many photos, in the console: start one with {"prefix": "…", "dryRun": true}',
      ],
      DashboardConsole: [
        `${console}/cloudwatch/home?region=${Aws.REGION}#dashboards/dashboard/${dashboard.dashboardName}`,
        'Dashboard, in the console',
      ],
      UploadConsole: [
        `https://s3.console.aws.amazon.com/s3/upload/${rawBucket}?region=${Aws.REGION}&prefix=${encodeURIComponent(rawPhotos.prefix)}`,
        'Upload photos, in the console',
      ],
      StartExecution: [
        `aws stepfunctions start-execution --region ${Aws.REGION} --state-machine-arn ${workflow.stateMachineArn}` +
          ` --input ${quoted(JSON.stringify({ key: somePhoto }))}`,
        'Starts an execution by hand',
      ],
      StartReprocess: [
        `aws stepfunctions start-execution --region ${Aws.REGION} --state-machine-arn ${reprocess.stateMachineArn}` +
          ` --input ${quoted(JSON.stringify({ prefix: rawPhotos.prefix, dryRun: true }))}`,
        'Tells what it takes to run all photos again; without dryRun it does',
      ],
      FindExecution: [
        findExecution.query,
        'Logs Insights query, saved under this name, that finds the executions of a photo by its key',
      ],
      DeployAgain: [
        `AWS_REGION=${Aws.REGION} ${npmRun('deploy', [...settingsOf(config, kept), ...keptAs(props)])}`,
        'Deploys over what stays when this stack is destroyed',
      ],
      Settings: [settingsOf(config).join(' '), 'Settings of this stack, for its next deployment'],
    };
    for (const [name, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value, description }).overrideLogicalId(name);
    }
  }
}

/** What stays when the stack goes, and the lifecycle of a bucket that will then be no more of its making. */
const kept = ['rawBucket', 'thumbsBucket', 'photosTable', 'collectionId', 'thumbsExpiryDays'] as const;

const keptAs = ({ rawPhotos, thumbs, photosTable, collection }: OutputsProps): string[] =>
  Object.entries({
    rawBucket: rawPhotos.bucket.bucketName,
    thumbsBucket: thumbs.bucket.bucketName,
    photosTable: photosTable.tableName,
    collectionId: collection.collectionId,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
