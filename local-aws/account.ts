/** The account and Region every ARN of the local cloud is in. */
export const region = 'us-east-1';
export const accountId = '000000000000';

export const functionArn = (name: string) => `arn:aws:lambda:${region}:${accountId}:function:${name}`;
export const collectionArn = (id: string) => `arn:aws:rekognition:${region}:${accountId}:collection/${id}`;
export const stateMachineArn = (name: string) => `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string) =>
  `arn:aws:states:${region}:${accountId}:execution:${machine}:${name}`;
export const mapRunArn = (machine: string, id: string) =>
  `arn:aws:states:${region}:${accountId}:mapRun:${machine}:${id}`;
/** The role that executions are said to have; nothing here checks what it may do. */
export const roleArn = `arn:aws:iam::${accountId}:role/StepFunctions`;
