import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnCollection } from 'aws-cdk-lib/aws-rekognition';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { WorkflowFunction } from './workflow-function.ts';

/** The Rekognition collection of known faces. */
export class FaceCollection extends Construct {
  readonly collectionId: string;

  constructor(
    scope: Construct,
    id: string,
    { collectionId, stackName }: Pick<Config, 'collectionId' | 'stackName'>,
  ) {
    super(scope, id);
    this.collectionId = collectionId ?? this.#create(stackName);
  }

  allowSearch(searcher: WorkflowFunction): void {
    searcher.allow(['rekognition:SearchFacesByImage'], this.#arn);
  }

  get #arn(): string {
    return Stack.of(this).formatArn({
      service: 'rekognition',
      resource: 'collection',
      resourceName: this.collectionId,
    });
  }

  #create(collectionId: string): string {
    const collection = new CfnCollection(this, 'Collection', { collectionId });
    // Faces cannot be brought back: Rekognition keeps vectors, not images.
    collection.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return collection.ref;
  }
}
