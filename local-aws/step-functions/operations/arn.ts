import { invalidArn } from '../errors.ts';
import { type Request, requiredText } from './request.ts';

/** The ARN in `executionArn`. Throws InvalidArn when it is none, or of something else. */
export function executionArnIn(request: Request): string {
  return checked(requiredText(request, 'executionArn'), 'execution');
}

export function stateMachineArnIn(request: Request): string {
  return checked(requiredText(request, 'stateMachineArn'), 'stateMachine');
}

function checked(arn: string, type: 'execution' | 'stateMachine'): string {
  const [prefix, , service, , , resource, ...name] = arn.split(':');
  if (prefix !== 'arn') throw invalidArn(`Invalid ARN prefix: ${arn}`);
  if (service !== 'states') throw invalidArn(`Invalid ARN service: ${arn}`);
  if (resource !== type) throw invalidArn(`Resource type not valid in this context: ${resource}`);
  if (name.join('') === '') throw invalidArn(`Resource name missing: ${arn}`);
  return arn;
}
