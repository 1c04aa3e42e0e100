/** The ARN of an execution of a state machine. */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The name in an execution's ARN. */
export const executionName = (executionArn: string): string =>
  executionArn.slice(executionArn.lastIndexOf(':') + 1);
