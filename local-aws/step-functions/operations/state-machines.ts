import { stateMachineArn } from '../../account.ts';
import type { Operation } from '../../gateway/json-service.ts';
import { roleArn } from '../executions/execution-context.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { Revision } from '../executions/revisions.ts';
import { executionArnIn, stateMachineArnIn } from './arn.ts';
import type { Machines } from './machines.ts';
import { nextToken, page, requiredText } from './request.ts';

export const describeStateMachine =
  (machines: Machines): Operation =>
  async (request) => {
    const { arn, name, revision } = machines.find(stateMachineArnIn(request));
    const { creationDate } = revision;
    return {
      stateMachineArn: arn,
      name,
      status: 'ACTIVE',
      type: 'STANDARD',
      creationDate,
      ...described(revision),
    };
  };

/** The definition that the execution runs, which may be older than the machine's. */
export const describeStateMachineForExecution =
  (store: ExecutionStore): Operation =>
  async (request) => {
    const { machine, revision: id } = store.find(executionArnIn(request));
    const revision = store.revisions.read(id);
    const { creationDate: updateDate } = revision;
    return { stateMachineArn: stateMachineArn(machine), name: machine, updateDate, ...described(revision) };
  };

const described = ({ id, definition }: Revision) => ({
  definition: JSON.stringify(definition, null, 2),
  roleArn,
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  revisionId: id,
});

export const listStateMachines =
  (machines: Machines): Operation =>
  async (request) => {
    const { size, after = 0 } = page(request);
    const given = machines.all.slice(after, after + size);
    return {
      stateMachines: given.map(({ arn, name, revision: { creationDate } }) => ({
        ...{ stateMachineArn: arn, name, type: 'STANDARD', creationDate },
      })),
      ...(after + size < machines.all.length && { nextToken: nextToken(after + size) }),
    };
  };

/** Nothing here has tags. */
export const listTagsForResource: Operation = async (request) => {
  requiredText(request, 'resourceArn');
  return { tags: [] };
};
