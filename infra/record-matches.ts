import type { Construct } from 'constructs';
import type { PhotosTable } from './photos-table.ts';
import type { RawPhotos } from './raw-photos.ts';
import { type FunctionConfig, WorkflowFunction } from './workflow-function.ts';

export interface RecordMatchesProps {
  readonly config: FunctionConfig;
  readonly rawPhotos: RawPhotos;
  readonly photosTable: PhotosTable;
}

/** The function of states RecordMatches and RecordFailedPhoto. */
export class RecordMatches extends WorkflowFunction<'RecordMatches'> {
  constructor(scope: Construct, { config, rawPhotos, photosTable }: RecordMatchesProps) {
    super(scope, 'RecordMatches', {
      config,
      environment: { PHOTOS_TABLE: photosTable.tableName, RAW_BUCKET: rawPhotos.bucket.bucketName },
    });
    photosTable.allowUpdate(this);
  }
}
