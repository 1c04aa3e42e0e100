import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../service-error.ts';
import { stateMachineDoesNotExist } from '../errors.ts';
import { asTaskResult } from '../interpreter/nested-task.ts';
import type { Outside, StartedExecution } from '../interpreter/outside.ts';
import { StateError } from '../interpreter/state-error.ts';
import { type JsonObject, type JsonValue, parseJson } from '../json-value.ts';
import type { MapRuns } from '../map-runs/map-runs.ts';
import { describe } from './describe.ts';
import { arnOf } from './execution-index.ts';
import { executionName } from './execution-name.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { Executions } from './executions.ts';
import type { Revision } from './revisions.ts';

interface Neighbours {
  readonly store: ExecutionStore;
  readonly executions: Executions;
  readonly mapRuns: MapRuns;
  readonly machines: readonly { readonly name: string; readonly arn: string; readonly revision: Revision }[];
}

export function createOutside({ store, executions, mapRuns, machines }: Neighbours): Outside {
  return {
    createMapRun: (request) => mapRuns.create(request, executions),
    redriveMapRun: (arn, request) => mapRuns.redrive(arn, request, executions),
    startExecution: (request) => asTask(() => start(request)),
  };

  function start({ StateMachineArn, Name = null, Input = {} }: JsonObject): StartedExecution {
    const machine = machines.find(({ arn }) => arn === StateMachineArn);
    if (!machine) throw stateMachineDoesNotExist(String(StateMachineArn));
    const name = executionName(Name === null ? randomUUID() : String(Name));
    const input = typeof Input === 'string' ? Input : JSON.stringify(Input);
    const record = executions.start({ machine: machine.name, revision: machine.revision, name, input });
    const executionArn = arnOf(record);
    return {
      executionArn,
      startDate: record.startDate,
      ended: async (signal) => {
        const stop = () => executions.stop(store.find(executionArn), {});
        signal.addEventListener('abort', stop, { once: true });
        const status = await executions.waitFor(executionArn);
        signal.removeEventListener('abort', stop);
        signal.throwIfAborted();
        const { input, output, ...rest } = outsideJson(describe(store.find(executionArn), store));
        return { described: asTaskResult({ ...rest, input, output }), succeeded: status === 'SUCCEEDED' };
      },
    };
  }
}

/** Input and output as what they say, as `.sync:2` gives them. */
const outsideJson = (described: ReturnType<typeof describe>) => ({
  ...described,
  input: parseJson(described.input!),
  output: ('output' in described ? parseJson(described.output!) : undefined) as JsonValue | undefined,
});

/** An answer that is an error, as Step Functions' integration with itself fails with it. */
function asTask<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { name, message, status } = error;
    const cause = `${message} (Service: AWSStepFunctions; Status Code: ${status}; Error Code: ${name}; Request ID: ${randomUUID()}; Proxy: null)`;
    throw new StateError(`StepFunctions.${name.replace(/Exception$/, '')}Exception`, cause);
  }
}
