import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Definition, State } from '../../statemachine/definition.ts';
import { deployCommand } from '../command-line.ts';
import { type Check, type Connected, failed, ifThere, type Verdict, warning, well } from './check.ts';

/** The workflow itself, and whether a stage is plugged into its hook. */
export const stateMachine: Check = {
  name: 'state machine',
  actions: ['states:DescribeStateMachine'],
  examine: (connected) =>
    examineMachine(connected, connected.target.deployment.stateMachineArn, (machine) =>
      indexesFaces(machine) ? ', with a stage in IndexFacesHook' : ', with nothing in IndexFacesHook',
    ),
};

/** The machine that runs many photos again. */
export const reprocessMachine: Check = {
  name: 'ReprocessPhotos',
  actions: ['states:DescribeStateMachine'],
  async examine(connected) {
    const { deployment } = connected.target;
    if (deployment.reprocessMachineArn) return examineMachine(connected, deployment.reprocessMachineArn);
    return warning(
      'the stack is of an earlier version and has none: npm run reprocess needs it',
      deployCommand(connected.options, deployment),
    );
  },
};

async function examineMachine(
  { target: { sfn, deployment }, options }: Connected,
  arn: string,
  describe: (machine: DeployedStateMachine) => string = () => '',
): Promise<Verdict> {
  const machine = await ifThere(readStateMachine(sfn, arn), 'StateMachineDoesNotExist');
  if (!machine) return failed(`there is no state machine ${arn}`, deployCommand(options, deployment));
  const { status, type } = machine;
  if (status === 'ACTIVE' && type === 'STANDARD') return well(`${arn} is ACTIVE${describe(machine)}`);
  return failed(
    `Expected ${arn} ACTIVE and STANDARD, got ${status} and ${type}`,
    deployCommand(options, deployment),
  );
}

export interface DeployedStateMachine {
  readonly status: string;
  readonly type: string;
  /** By name, with those inside its Map. */
  readonly states: Readonly<Record<string, State>>;
}

/** The state machine as it is deployed. Throws what Step Functions answered. */
export async function readStateMachine(
  sfn: SFNClient,
  stateMachineArn: string,
): Promise<DeployedStateMachine> {
  const { status, type, definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const { States } = JSON.parse(definition!) as Definition;
  return { status: status!, type: type!, states: withInnerStates(States) };
}

/** Whether a stage is plugged into IndexFacesHook, which enrolls the people it does not know. */
export const indexesFaces = ({ states }: DeployedStateMachine): boolean =>
  states.IndexFacesHook?.Type === 'Task';

const withInnerStates = (states: Readonly<Record<string, State>>): Record<string, State> =>
  Object.assign(
    { ...states },
    ...Object.values(states).map(({ ItemProcessor }) => withInnerStates(ItemProcessor?.States ?? {})),
  );
