import { ServiceError } from '../service-error.ts';

/** The answers of the API that are errors, with AWS's names and sentences. */

export const stateMachineDoesNotExist = (arn: string) =>
  new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionDoesNotExist = (arn: string) =>
  new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const executionAlreadyExists = (arn: string) =>
  new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const executionNotRedrivable = (reason: string) => new ServiceError('ExecutionNotRedrivable', reason);

export const invalidExecutionInput = (problem: string) =>
  new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem}'`);

export const resourceNotFound = (arn: string) =>
  new ServiceError('ResourceNotFound', `Resource not found: '${arn}'`);

export const invalidName = (name: string) => new ServiceError('InvalidName', `Invalid Name: '${name}'`);

export const invalidArn = (problem: string) => new ServiceError('InvalidArn', `Invalid Arn: '${problem}'`);

export const invalidToken = () => new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");

export const invalidField = (field: string, value: string, constraint: string) =>
  new ServiceError(
    'ValidationException',
    `1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: ${constraint}`,
  );

export const wrongType = (field: string, expected: string) =>
  new ServiceError('SerializationException', `Expected ${expected} at '${field}'`);
