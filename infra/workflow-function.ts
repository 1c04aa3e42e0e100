import type { Construct } from 'constructs';
import { functions } from '../lambdas/functions.ts';
import type { FunctionName } from '../statemachine/definition.ts';
import { StackFunction, type StackFunctionProps } from './stack-function.ts';

export type { FunctionConfig } from './stack-function.ts';

/** The function of a state. */
export class WorkflowFunction<Name extends FunctionName = FunctionName> extends StackFunction<
  (typeof functions)[Name]
> {
  constructor(scope: Construct, name: Name, props: StackFunctionProps<(typeof functions)[Name]>) {
    super(scope, name, functions[name], props);
  }
}
