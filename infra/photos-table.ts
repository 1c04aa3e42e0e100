import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Config } from './config.ts';
import type { StackFunction } from './stack-function.ts';

/** The table of photos: one item each, with what became of its faces. */
export class PhotosTable extends Construct {
  readonly tableName: string;
  readonly #key?: IKey;

  constructor(
    scope: Construct,
    id: string,
    { photosTable, photosTableKey }: Pick<Config, 'photosTable' | 'photosTableKey'>,
  ) {
    super(scope, id);
    if (photosTableKey) this.#key = Key.fromKeyArn(this, 'Key', photosTableKey);
    this.tableName = photosTable ?? this.#create().tableName;
  }

  allowUpdate(writer: StackFunction): void {
    this.#allow(writer, ['dynamodb:UpdateItem']);
  }

  allowRead(reader: StackFunction): void {
    this.#allow(reader, ['dynamodb:BatchGetItem', 'dynamodb:Scan']);
  }

  /** DynamoDB decrypts the table's key with the permissions of its caller. */
  #allow(user: StackFunction, actions: string[]): void {
    const arn = Stack.of(this).formatArn({
      service: 'dynamodb',
      resource: 'table',
      resourceName: this.tableName,
    });
    user.allow(actions, arn);
    if (this.#key) user.allow(['kms:Decrypt'], this.#key.keyArn);
  }

  #create(): Table {
    return new Table(this, 'Table', {
      partitionKey: { name: 'photoId', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryptionKey: this.#key,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
