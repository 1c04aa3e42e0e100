import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { deployCommand } from '../command-line.ts';
import { type Check, failed, ifThere, makingCommand, well } from './check.ts';

/** The table of records, with the key that the workflow writes by. */
export const photosTable: Check = {
  name: 'Photos table',
  actions: ['dynamodb:DescribeTable'],
  async examine(connected) {
    const { photos, deployment } = connected.target;
    const { photosTable: name, region } = deployment;
    const request = photos.send(new DescribeTableCommand({ TableName: name }));
    const found = await ifThere(request, 'ResourceNotFoundException');
    if (!found) {
      return failed(`there is no table ${name} in ${region}`, makingCommand(connected, createTable(name)));
    }
    const { TableStatus: status } = found.Table!;
    const key = describeKey(found.Table!);
    if (key !== 'photoId (HASH, S)') {
      return failed(
        `Expected the key photoId (HASH, S) of the table ${name}, got ${key}`,
        // A key cannot be changed.
        deployCommand(connected.options, connected.target.deployment, ['photosTable=<another table>']),
      );
    }
    if (status === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') {
      return failed(
        `${name} cannot be read: its KMS key is not usable`,
        'see the check of its encryption below',
      );
    }
    if (status !== 'ACTIVE' && status !== 'UPDATING') {
      return failed(`${name} is ${status}`, 'wait until it is ACTIVE, then run it again');
    }
    return well(`${name} has the key ${key}`);
  },
};

const describeKey = ({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): string =>
  KeySchema.map(({ AttributeName, KeyType }) => {
    const definition = AttributeDefinitions.find((attribute) => attribute.AttributeName === AttributeName);
    return `${AttributeName} (${KeyType}, ${definition?.AttributeType})`;
  }).join(' and ');

const createTable = (name: string) =>
  `dynamodb create-table --table-name ${name} --billing-mode PAY_PER_REQUEST` +
  ' --attribute-definitions AttributeName=photoId,AttributeType=S --key-schema AttributeName=photoId,KeyType=HASH';
