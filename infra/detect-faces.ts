import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { FaceCollection } from './face-collection.ts';
import type { PaceTable } from './pace-table.ts';
import type { RawPhotos } from './raw-photos.ts';
import type { Thumbs } from './thumbs.ts';
import { type FunctionConfig, WorkflowFunction } from './workflow-function.ts';

export interface DetectFacesProps {
  readonly config: FunctionConfig & { readonly threshold: number };
  readonly rawPhotos: RawPhotos;
  readonly thumbs: Thumbs;
  readonly collection: FaceCollection;
  readonly paceTable: PaceTable;
  readonly searchesPerSecond: string;
}

/** The function of state DetectFaces. */
export class DetectFaces extends WorkflowFunction<'DetectFaces'> {
  constructor(scope: Construct, props: DetectFacesProps) {
    const { config, rawPhotos, thumbs, collection, paceTable, searchesPerSecond } = props;
    super(scope, 'DetectFaces', {
      config,
      environment: {
        REKOGNITION_COLLECTION_ID: collection.collectionId,
        FACE_MATCH_THRESHOLD: String(config.threshold),
        RAW_BUCKET: rawPhotos.bucket.bucketName,
        RAW_PREFIX: rawPhotos.prefix,
        THUMBS_BUCKET: thumbs.bucket.bucketName,
        THUMBS_PREFIX: thumbs.prefix,
        BUCKET_OWNER: Stack.of(scope).account,
        SEARCHES_PER_SECOND: searchesPerSecond,
        PACE_TABLE: paceTable.name,
      },
      // libheif stays apart because of its size and its licence, the LGPL.
      nodeModules: ['sharp', 'libheif-js'],
    });
    rawPhotos.allowReadByRekognition(this);
    thumbs.allowWriteWorkingFiles(this);
    paceTable.allowReserve(this);
    this.allow(['rekognition:DetectFaces'], '*', 'DetectFaces takes no resource');
  }
}
