import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readConfig } from './config.ts';
import { MatchFacesStack } from './match-faces-stack.ts';

/** The CDK app: one stack, by the settings in its context. Synth fails on a finding of cdk-nag. */
export class MatchFacesApp extends App {
  readonly stack: MatchFacesStack;

  constructor(props?: AppProps) {
    super(props);
    const config = readConfig(this.node.getAllContext());
    this.stack = new MatchFacesStack(this, config.stackName, { config });
    Validations.of(this).addPlugins(new AwsSolutionsChecks(this));
  }
}
