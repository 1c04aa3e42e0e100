import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { WorkflowFunction } from './workflow-function.ts';

/** The clock that gives photos their turns: a table of one item. */
export class PaceTable extends Table {
  /** Also in metrics, where deployments are told apart by it. */
  readonly name: string;

  constructor(scope: Construct, id: string, { stackName }: { readonly stackName: string }) {
    const name = `${stackName}-Pace`;
    super(scope, id, {
      tableName: name,
      partitionKey: { name: 'clock', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.name = name;
    acknowledge(
      this,
      'DDB3',
      'Without its item everybody begins at once, and the next photo writes it again',
    );
  }

  allowReserve(reserver: WorkflowFunction): void {
    const arn = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: this.name,
    });
    reserver.allow(['dynamodb:UpdateItem'], arn);
  }
}
