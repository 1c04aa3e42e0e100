import { stateMachineDoesNotExist } from '../errors.ts';
import type { ExecutionStore } from '../executions/execution-store.ts';
import type { Executions } from '../executions/executions.ts';
import type { FirstRevision, Revision } from '../executions/revisions.ts';
import type { MapRuns } from '../map-runs/map-runs.ts';
import type { Request } from './request.ts';

/** Answers a request; throws a ServiceError for every answer that is an error. */
export type Operation = (request: Request, context: OperationContext) => object;

/** What the operations work on. */
export interface OperationContext {
  readonly machines: readonly Machine[];
  readonly store: ExecutionStore;
  readonly executions: Executions;
  readonly mapRuns: MapRuns;
  /** When the redrive of an execution with a client's token was begun, until the process ends. */
  readonly redriveTokens: Map<string, number>;
}

/** A state machine that executions can be started of. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly revision: Revision;
  readonly first: FirstRevision;
}

/** Throws StateMachineDoesNotExist. */
export function findMachine({ machines }: OperationContext, arn: string): Machine {
  const machine = machines.find((candidate) => candidate.arn === arn);
  if (!machine) throw stateMachineDoesNotExist(arn);
  return machine;
}
