import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { readDefinition } from '../statemachine/definition.ts';
import { alarmTopic } from './alarm-topic.ts';
import { Alarms } from './alarms.ts';
import type { Config } from './config.ts';
import { CropAndSearch } from './crop-and-search.ts';
import { Dashboard } from './dashboard.ts';
import { DetectFaces } from './detect-faces.ts';
import { FaceCollection } from './face-collection.ts';
import { FailedExecutions } from './failed-executions.ts';
import { FindExecution } from './find-execution.ts';
import { Outputs } from './outputs.ts';
import { PaceTable } from './pace-table.ts';
import { PhotoMetrics } from './photo-metrics.ts';
import { PhotosTable } from './photos-table.ts';
import { Rates } from './rates.ts';
import { RawPhotos } from './raw-photos.ts';
import { RecordMatches } from './record-matches.ts';
import { Reprocess } from './reprocess.ts';
import { SelectPhotos } from './select-photos.ts';
import { Summarise } from './summarise.ts';
import { Thumbs } from './thumbs.ts';
import { UploadTrigger } from './upload-trigger.ts';
import { Workflow } from './workflow.ts';

export interface MatchFacesStackProps extends StackProps {
  readonly config: Config;
}

/** Everything of Match Faces on AWS. */
export class MatchFacesStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: MatchFacesStackProps) {
    super(scope, id, { ...props, tags: config.tags });
    const { stackName } = config;

    const rawPhotos = new RawPhotos(this, 'RawPhotos', config);
    const thumbs = new Thumbs(this, 'Thumbs', config);
    const photosTable = new PhotosTable(this, 'PhotosTable', config);
    const collection = new FaceCollection(this, 'FaceCollection', config);
    const paceTable = new PaceTable(this, 'PaceTable', config);
    const { searchesPerSecond, startsPerSecond } = new Rates(this, 'Rates', config);

    const detectFaces = new DetectFaces(this, {
      config,
      rawPhotos,
      thumbs,
      collection,
      paceTable,
      searchesPerSecond,
    });
    const cropAndSearch = new CropAndSearch(this, { config, rawPhotos, thumbs, collection });
    const recordMatches = new RecordMatches(this, { config, rawPhotos, photosTable });

    const workflow = new Workflow(this, 'Workflow', {
      config,
      functions: { DetectFaces: detectFaces, CropAndSearch: cropAndSearch, RecordMatches: recordMatches },
    });
    const reprocess = new Reprocess(this, 'Reprocess', {
      config,
      workflow,
      selectPhotos: new SelectPhotos(this, { config, rawPhotos, thumbs, photosTable, searchesPerSecond }),
      summarise: new Summarise(this, { config, thumbs }),
      thumbs,
    });
    const trigger = new UploadTrigger(this, 'UploadTrigger', {
      config,
      rawPhotos,
      workflow,
      startsPerSecond,
    });

    const failedExecutions = new FailedExecutions(this, 'FailedExecutions', {
      stackName,
      definition: readDefinition(),
      logGroup: workflow.logGroup,
    });
    const photos = new PhotoMetrics(stackName);
    const topic = alarmTopic(this, config);
    const { undelivered } = trigger;
    new Alarms(this, 'Alarms', {
      stackName,
      workflow,
      photos,
      failedExecutions,
      undelivered,
      reprocess,
      topic,
    });
    const dashboard = new Dashboard(this, 'Dashboard', {
      stackName,
      workflow,
      photos,
      failedExecutions,
      cropAndSearch,
      paceTable,
      waiting: trigger.queue.waiting,
      reprocess,
    });

    const somePhoto = `${config.rawPrefix}party.jpg`;
    const findExecution = new FindExecution(this, 'FindExecution', {
      stackName,
      key: somePhoto,
      logGroups: [recordMatches.logGroup, workflow.logGroup],
    });

    new Outputs(this, 'Outputs', {
      config,
      rawPhotos,
      thumbs,
      photosTable,
      collection,
      paceTable,
      searchesPerSecond,
      workflow,
      reprocess,
      trigger,
      dashboard,
      somePhoto,
      findExecution,
    });
  }
}
