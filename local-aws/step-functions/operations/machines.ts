import { stateMachineArn } from '../../account.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import type { Revision } from '../executions/revisions.ts';

/** A state machine that executions can be started of. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly revision: Revision;
}

export class Machines {
  readonly all: readonly Machine[];

  constructor(revisions: Readonly<Record<string, Revision>>) {
    this.all = Object.entries(revisions).map(([name, revision]) => ({
      name,
      arn: stateMachineArn(name),
      revision,
    }));
  }

  /** Throws StateMachineDoesNotExist. */
  find(arn: string): Machine {
    const machine = this.all.find((candidate) => candidate.arn === arn);
    if (!machine) throw stateMachineDoesNotExist(arn);
    return machine;
  }
}
