import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface FindExecutionProps {
  readonly stackName: string;
  /** The key of some photo, to be replaced by the person who looks. */
  readonly key: string;
  /** Of the state machine, and of the function that logs every photo. */
  readonly logGroups: ILogGroup[];
}

/**
 * The saved Logs Insights query that finds the executions of a photo by its key, those that were started by hand, too,
 * whose names tell nothing of it.
 */
export class FindExecution extends QueryDefinition {
  readonly query: string;

  constructor(scope: Construct, id: string, { stackName, key, logGroups }: FindExecutionProps) {
    const queryString = new QueryString({
      // A function's line names it execution, the state machine's execution_arn.
      fields: [
        '@timestamp',
        'coalesce(execution, execution_arn) as executionArn',
        'message',
        'details.error',
      ],
      filterStatements: [`@message like "${key}"`],
      sort: '@timestamp desc',
      limit: 100,
    });
    super(scope, id, {
      queryDefinitionName: `${stackName}/find the executions of a photo`,
      queryString,
      logGroups,
    });
    this.query = queryString.toString().replaceAll('\n', ' ');
  }
}
