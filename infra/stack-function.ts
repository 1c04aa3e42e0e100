import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { FunctionSettings } from '../lambdas/functions.ts';
import { ofAccount } from './account.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import { bundling } from './bundling.ts';
import type { Config } from './config.ts';
import { type DeployedFunction, functionName } from './function-name.ts';

const root = join(import.meta.dirname, '..');

/** What all functions of a deployment have in common. */
export type FunctionConfig = Pick<Config, 'stackName' | 'architecture' | 'logRetentionDays'>;

/** The environment of a function: exactly the variables that its settings name. */
export type EnvironmentFor<Settings extends FunctionSettings> = Readonly<
  Record<Settings['variables'][number], string>
>;

export interface StackFunctionProps<Settings extends FunctionSettings = FunctionSettings> {
  readonly config: FunctionConfig;
  readonly environment: EnvironmentFor<Settings>;
  /** Packages that cannot be bundled. */
  readonly nodeModules?: readonly string[];
}

/** A Lambda function of the stack: its settings from lambdas/functions.ts, a role and a log group of its own. */
export class StackFunction<Settings extends FunctionSettings = FunctionSettings> extends NodejsFunction {
  constructor(
    scope: Construct,
    name: DeployedFunction,
    settings: Settings,
    props: StackFunctionProps<Settings>,
  ) {
    const { config, environment, nodeModules = [] } = props;
    const { stackName, architecture, logRetentionDays } = config;
    const { folder, timeoutSeconds, memoryMB } = settings;
    const fullName = functionName(stackName, name);
    const logGroup = new LogGroup(scope, `${name}Logs`, {
      logGroupName: `/aws/lambda/${fullName}`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${name}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    super(scope, name, {
      functionName: fullName,
      entry: join(root, 'lambdas', folder, 'handler.ts'),
      depsLockFilePath: join(root, 'package-lock.json'),
      projectRoot: root,
      runtime: Runtime.NODEJS_24_X,
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      timeout: Duration.seconds(timeoutSeconds),
      memorySize: memoryMB,
      environment,
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      awsSdkConnectionReuse: false,
      bundling: bundling(architecture, nodeModules),
    });
    acknowledgeWildcard(role, '*', 'X-Ray takes no resource');
  }

  /** Allows it these actions; `everything` says what a resource that ends with `*` means. */
  allow(actions: string[], resource: string, everything?: string): void {
    this.#allow({ actions, resources: [resource] }, everything);
  }

  /**
   * Allows it these actions on a bucket or its objects, as long as the bucket is the account's own: the ARN of a
   * bucket names no account, and a name that was let go may be a stranger's bucket tomorrow.
   */
  allowInBucket(actions: string[], resource: string, everything?: string): void {
    this.#allow({ actions, resources: [resource], conditions: ofAccount(this) }, everything);
  }

  /** Takes these actions out of what it is allowed. */
  deny(actions: string[], resource: string): void {
    this.addToRolePolicy(new PolicyStatement({ effect: Effect.DENY, actions, resources: [resource] }));
  }

  #allow(statement: PolicyStatementProps, everything?: string): void {
    this.addToRolePolicy(new PolicyStatement(statement));
    if (everything) acknowledgeWildcard(this.role!, statement.resources![0]!, everything);
  }
}
