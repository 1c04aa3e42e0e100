import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The condition that what is acted on belongs to the stack's account. */
export const ofAccount = (construct: IConstruct) => ({
  StringEquals: { 'aws:ResourceAccount': Stack.of(construct).account },
});

/** The condition that a service acts for something of the stack's account. */
export const forAccount = (construct: IConstruct) => ({
  StringEquals: { 'aws:SourceAccount': Stack.of(construct).account },
});
