import { roleArn, stateMachineArn } from '../../account.ts';
import type { Revision } from '../executions/revisions.ts';
import { findMachine, type Operation } from './operation.ts';
import { executionArnIn, nextToken, page, requiredText, stateMachineArnIn } from './request.ts';

export const describeStateMachine: Operation = (request, context) => {
  const { arn, name, revision } = findMachine(context, stateMachineArnIn(request));
  const { creationDate } = revision;
  const machine = { stateMachineArn: arn, name, status: 'ACTIVE', type: 'STANDARD', creationDate };
  return { ...machine, ...described(revision) };
};

/** The definition that the execution runs, which may be older than the machine's. */
export const describeStateMachineForExecution: Operation = (request, { store }) => {
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

export const listStateMachines: Operation = (request, { machines }) => {
  const { size, after = 0 } = page(request);
  const given = machines.slice(after, after + size);
  return {
    stateMachines: given.map(({ arn, name, revision: { creationDate } }) => ({
      ...{ stateMachineArn: arn, name, type: 'STANDARD', creationDate },
    })),
    ...(after + size < machines.length && { nextToken: nextToken(after + size) }),
  };
};

/** Nothing here has tags. */
export const listTagsForResource: Operation = (request) => {
  requiredText(request, 'resourceArn');
  return { tags: [] };
};
