import { type Check, failed, well } from '../check.ts';
import { indexesFaces, readStateMachine } from '../deployed-definition.ts';
import { deployCommand } from '../mending-command.ts';

/** The workflow itself, and whether a stage is plugged into its hook. */
export const stateMachine: Check = {
  name: 'state machine',
  actions: ['states:DescribeStateMachine'],
  async examine({ target, options }) {
    const { stateMachineArn } = target.deployment;
    try {
      const machine = await readStateMachine(target.sfn, stateMachineArn);
      const { status, type } = machine;
      if (status !== 'ACTIVE' || type !== 'STANDARD') {
        return failed(
          `Expected ${stateMachineArn} ACTIVE and STANDARD, got ${status} and ${type}`,
          deployCommand(options),
        );
      }
      const hook = indexesFaces(machine) ? 'with a stage' : 'with nothing';
      return well(`${stateMachineArn} is ACTIVE, ${hook} in IndexFacesHook`);
    } catch (error) {
      if ((error as Error).name !== 'StateMachineDoesNotExist') throw error;
      return failed(`there is no state machine ${stateMachineArn}`, deployCommand(options));
    }
  },
};
