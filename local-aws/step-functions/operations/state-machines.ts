import { mapRunArn, roleArn, stateMachineArn } from '../../account.ts';
import type { FirstRevision, Revision } from '../executions/revisions.ts';
import { findMachine, type Operation } from './operation.ts';
import { executionArnIn, nextToken, page, requiredText, stateMachineArnIn } from './request.ts';

export const describeStateMachine: Operation = (request, context) => {
  const { arn, name, revision, first } = findMachine(context, stateMachineArnIn(request));
  const { creationDate } = first;
  const machine = { stateMachineArn: arn, name, status: 'ACTIVE', type: 'STANDARD', creationDate };
  return { ...machine, ...described(revision, first) };
};

/** The definition that the execution runs, which may be older than the machine's. */
export const describeStateMachineForExecution: Operation = (request, { store }) => {
  const { machine, revision: id, mapRun } = store.find(executionArnIn(request));
  const revision = store.revisions.read(id);
  const { creationDate: updateDate } = revision;
  const first = store.revisions.firstOf(machine, revision);
  return {
    stateMachineArn: stateMachineArn(machine),
    name: machine,
    updateDate,
    ...described(revision, first),
    // Of a child: the definition is that of its Map state's ItemProcessor.
    ...(mapRun !== undefined && { mapRunArn: mapRunArn(machine, mapRun), label: machine.split('/').at(-1) }),
  };
};

/** As on AWS, the revision that a machine began with has no id. */
const described = ({ id, definition }: Revision, first: FirstRevision) => ({
  definition: JSON.stringify(definition, null, 2),
  roleArn,
  loggingConfiguration: { level: 'OFF', includeExecutionData: false },
  tracingConfiguration: { enabled: false },
  ...(id !== first.id && { revisionId: id }),
});

export const listStateMachines: Operation = (request, { machines }) => {
  const { size, after = 0 } = page(request, 1024);
  const given = machines.slice(after, after + size);
  return {
    stateMachines: given.map(({ arn, name, first: { creationDate } }) => ({
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
