import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FaceCollection } from './face-collection.ts';
import type { RawPhotos } from './raw-photos.ts';
import type { Thumbs } from './thumbs.ts';
import { type FunctionConfig, WorkflowFunction } from './workflow-function.ts';

export interface CropAndSearchProps {
  readonly config: FunctionConfig;
  readonly rawPhotos: RawPhotos;
  readonly thumbs: Thumbs;
  readonly collection: FaceCollection;
}

/** The function of state CropAndSearch. */
export class CropAndSearch extends WorkflowFunction<'CropAndSearch'> {
  constructor(scope: Construct, { config, rawPhotos, thumbs, collection }: CropAndSearchProps) {
    super(scope, 'CropAndSearch', {
      config,
      environment: {
        THUMBS_BUCKET: thumbs.bucket.bucketName,
        THUMBS_PREFIX: thumbs.prefix,
        BUCKET_OWNER: Stack.of(scope).account,
      },
      nodeModules: ['sharp'],
    });
    rawPhotos.allowRead(this);
    thumbs.allowReadCutouts(this);
    thumbs.allowWriteCrops(this);
    collection.allowSearch(this);
  }
}
