import { DescribeStateMachineCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { Definition, State } from '../../statemachine/definition.ts';

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
