import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { stateMachineArn } from '../account.ts';
import type { JsonService, Operation } from '../gateway/json-service.ts';
import { loadDefinition } from './definition/load-definition.ts';
import { closeInterrupted } from './executions/close-interrupted.ts';
import { ExecutionStore } from './executions/execution-store.ts';
import { Executions } from './executions/executions.ts';
import type { Invoke } from './invoke.ts';
import type { JsonValue } from './json-value.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { Machines } from './operations/machines.ts';
import { limited, type Quota } from './operations/quotas.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { startExecution } from './operations/start-execution.ts';
import {
  describeStateMachine,
  describeStateMachineForExecution,
  listStateMachines,
  listTagsForResource,
} from './operations/state-machines.ts';
import { stopExecution } from './operations/stop-execution.ts';

export interface StepFunctionsOptions {
  /** Where executions are kept; made when missing. One process at a time may use it. */
  readonly folder: string;
  /** Definitions are ASL objects in JSONPath, with literal ARNs. */
  readonly machines: readonly { readonly name: string; readonly definition: object }[];
  readonly invoke: Invoke;
  /** Multiplies Wait states and the delays before retries, for tests; never a timeout. */
  readonly waitScale?: number;
  /** Requests beyond these are throttled, by operation; none by default. `awsQuotas` has AWS's. */
  readonly quotas?: Readonly<Record<string, Quota>>;
}

export interface StepFunctions {
  /** The Step Functions API: Standard workflows; machines come from the options, none can be made. */
  readonly service: JsonService;
  /** What an EventBridge target does. The name is a new UUID when absent; it counts against no quota. */
  startExecution(request: {
    machine: string;
    name?: string;
    input: JsonValue;
  }): Promise<{ executionArn: string }>;
  /** The status of an execution once nothing works on it: RUNNING only when `close` left it so. */
  waitFor(executionArn: string): Promise<ExecutionStatus>;
  /** Stops at once. Running executions stay on disk, and are failed as `Interrupted` at the next start. */
  close(): Promise<void>;
}

/** Throws an error that lists what of the definitions cannot be run here. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { folder, machines: given, invoke, waitScale = 1, quotas = {} } = options;
  const revisions = ExecutionStore.revisionsIn(folder);
  const wasTaken = revisions.has.bind(revisions);
  const definitions = given.map(
    ({ name, definition }) => [name, loadDefinition(name, definition, wasTaken)] as const,
  );
  const store = new ExecutionStore(folder, revisions);
  const machines = new Machines(
    Object.fromEntries(definitions.map(([name, definition]) => [name, revisions.keep(definition)])),
  );
  closeInterrupted(store);
  const executions = new Executions(store, invoke, waitScale);
  const operations = {
    StartExecution: startExecution(machines, executions),
    DescribeExecution: describeExecution(store),
    ListExecutions: listExecutions(machines, store),
    GetExecutionHistory: getExecutionHistory(store),
    StopExecution: stopExecution(store, executions),
    RedriveExecution: redriveExecution(store, executions),
    DescribeStateMachine: describeStateMachine(machines),
    DescribeStateMachineForExecution: describeStateMachineForExecution(store),
    ListStateMachines: listStateMachines(machines),
    ListTagsForResource: listTagsForResource,
  };
  return {
    service: {
      targetPrefix: 'AWSStepFunctions',
      contentType: 'application/x-amz-json-1.0',
      operations: withQuotas(operations, quotas),
    },
    startExecution: async ({ machine, name, input }) => {
      const request = { stateMachineArn: stateMachineArn(machine), name, input: JSON.stringify(input) };
      return (await operations.StartExecution(request)) as { executionArn: string };
    },
    waitFor: (executionArn) => executions.waitFor(executionArn),
    close: async () => {
      executions.close();
      store.index.close();
    },
  };
}

function withQuotas(operations: Record<string, Operation>, quotas: Readonly<Record<string, Quota>>) {
  const entries = Object.entries(operations).map(([name, operation]): [string, Operation] => {
    const quota = quotas[name];
    return [name, quota ? limited(operation, quota) : operation];
  });
  return Object.fromEntries(entries);
}
