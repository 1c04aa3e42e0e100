import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { reprocessFunctions } from '../lambdas/functions.ts';
import { type FunctionConfig, StackFunction } from './stack-function.ts';
import type { Thumbs } from './thumbs.ts';

export interface SummariseProps {
  readonly config: FunctionConfig;
  readonly thumbs: Thumbs;
}

/** The function of state Summarise. */
export class Summarise extends StackFunction<typeof reprocessFunctions.Summarise> {
  constructor(scope: Construct, { config, thumbs }: SummariseProps) {
    super(scope, 'Summarise', reprocessFunctions.Summarise, {
      config,
      environment: { BUCKET_OWNER: Stack.of(scope).account },
    });
    thumbs.allowReadAndWriteRuns(this);
  }
}
