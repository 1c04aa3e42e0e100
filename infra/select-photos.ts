import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reprocessFunctions } from '../lambdas/functions.ts';
import type { PhotosTable } from './photos-table.ts';
import type { RawPhotos } from './raw-photos.ts';
import { type FunctionConfig, StackFunction } from './stack-function.ts';
import type { Thumbs } from './thumbs.ts';

export interface SelectPhotosProps {
  readonly config: FunctionConfig;
  readonly rawPhotos: RawPhotos;
  readonly thumbs: Thumbs;
  readonly photosTable: PhotosTable;
  readonly searchesPerSecond: string;
}

/** The function of state SelectPhotos. */
export class SelectPhotos extends StackFunction<typeof reprocessFunctions.SelectPhotos> {
  constructor(scope: Construct, props: SelectPhotosProps) {
    const { config, rawPhotos, thumbs, photosTable, searchesPerSecond } = props;
    super(scope, 'SelectPhotos', reprocessFunctions.SelectPhotos, {
      config,
      environment: {
        RAW_BUCKET: rawPhotos.bucket.bucketName,
        RAW_PREFIX: rawPhotos.prefix,
        THUMBS_BUCKET: thumbs.bucket.bucketName,
        THUMBS_PREFIX: thumbs.prefix,
        PHOTOS_TABLE: photosTable.tableName,
        BUCKET_OWNER: Stack.of(scope).account,
        SEARCHES_PER_SECOND: searchesPerSecond,
      },
    });
    rawPhotos.allowList(this);
    photosTable.allowRead(this);
    thumbs.allowReadAndWriteRuns(this);
    thumbs.allowListRuns(this);
  }
}
