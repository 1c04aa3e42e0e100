/** The name in an execution's ARN. */
export const executionName = (executionArn: string): string =>
  executionArn.slice(executionArn.lastIndexOf(':') + 1);
