import { DescribeTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import { type Check, failed, type Verdict, well } from '../check.ts';
import { awsCommand, deployCommand } from '../mending-command.ts';
import { restartLocalCloud } from '../restart-local-cloud.ts';

/** The table of records, with the key that the workflow writes by. */
export const photosTable: Check = {
  name: 'Photos table',
  actions: ['dynamodb:DescribeTable'],
  async examine(connected) {
    const { target, options } = connected;
    const { photosTable, region } = target.deployment;
    try {
      const { Table } = await target.photos.send(new DescribeTableCommand({ TableName: photosTable }));
      return judge(Table!, deployCommand(options, ['photosTable=<another table>']));
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return failed(
        `there is no table ${photosTable} in ${region}`,
        options.aws ? awsCommand(connected, createTable(photosTable)) : restartLocalCloud,
      );
    }
  },
};

/** A key cannot be changed: only another table mends it. */
function judge({ TableName, TableStatus, ...table }: TableDescription, mend: string): Verdict {
  const key = describeKey(table);
  if (key !== 'photoId (HASH, S)') {
    return failed(`Expected the key photoId (HASH, S) of the table ${TableName}, got ${key}`, mend);
  }
  if (TableStatus === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') {
    return failed(
      `${TableName} cannot be read: its KMS key is not usable`,
      'see the check of its encryption below',
    );
  }
  if (TableStatus !== 'ACTIVE' && TableStatus !== 'UPDATING') {
    return failed(`${TableName} is ${TableStatus}`, 'wait until it is ACTIVE, then run it again');
  }
  return well(`${TableName} has the key ${key}`);
}

const describeKey = ({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): string =>
  KeySchema.map(({ AttributeName, KeyType }) => {
    const definition = AttributeDefinitions.find((attribute) => attribute.AttributeName === AttributeName);
    return `${AttributeName} (${KeyType}, ${definition?.AttributeType})`;
  }).join(' and ');

const createTable = (name: string) =>
  `dynamodb create-table --table-name ${name} --billing-mode PAY_PER_REQUEST` +
  ' --attribute-definitions AttributeName=photoId,AttributeType=S --key-schema AttributeName=photoId,KeyType=HASH';
