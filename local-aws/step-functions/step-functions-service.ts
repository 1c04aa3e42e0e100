import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import { stateMachineArn } from '../account.ts';
import type { JsonService } from '../gateway/json-protocol.ts';
import { loadDefinition } from './definition/load-definition.ts';
import { closeInterrupted } from './executions/close-interrupted.ts';
import { createOutside } from './executions/create-outside.ts';
import { ExecutionStore } from './executions/execution-store.ts';
import { Executions } from './executions/executions.ts';
import type { Invoke } from './invoke.ts';
import type { JsonValue } from './json-value.ts';
import { MapRuns } from './map-runs/map-runs.ts';
import type { Objects } from './objects.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { describeMapRun, listMapRuns, updateMapRun } from './operations/map-runs.ts';
import type { Operation, OperationContext } from './operations/operation.ts';
import { redriveExecution, startExecution, stopExecution } from './operations/start-stop-redrive.ts';
import {
  describeStateMachine,
  describeStateMachineForExecution,
  listStateMachines,
  listTagsForResource,
} from './operations/state-machines.ts';

export interface StepFunctionsOptions {
  /** Where executions are kept; made when missing. One process at a time may use it. */
  readonly folder: string;
  /** Definitions are ASL objects in JSONPath, with literal ARNs. */
  readonly machines: readonly { readonly name: string; readonly definition: object }[];
  readonly invoke: Invoke;
  /** S3, for Distributed Maps; without it they find nothing there. */
  readonly objects?: Objects;
  /** Multiplies Wait states and the delays before retries, for tests; never a timeout. */
  readonly waitScale?: number;
}

export interface StepFunctions {
  /** The Step Functions API: Standard workflows; machines come from the options, none can be made. */
  readonly service: JsonService;
  /** What an EventBridge target does. The name is a new UUID when absent. */
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

const operations: Readonly<Record<string, Operation>> = {
  StartExecution: startExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  StopExecution: stopExecution,
  RedriveExecution: redriveExecution,
  DescribeMapRun: describeMapRun,
  ListMapRuns: listMapRuns,
  UpdateMapRun: updateMapRun,
  DescribeStateMachine: describeStateMachine,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  ListStateMachines: listStateMachines,
  ListTagsForResource: listTagsForResource,
};

/** Throws an error that lists what of the definitions cannot be run here. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { folder, machines: given, invoke, objects = noObjects, waitScale = 1 } = options;
  const revisions = ExecutionStore.revisionsIn(folder);
  const wasTaken = revisions.has.bind(revisions);
  const loaded = given.map(({ name, definition }) => ({
    name,
    definition: loadDefinition(name, definition, wasTaken),
  }));
  const store = new ExecutionStore(folder, revisions);
  const machines = loaded.map(({ name, definition }) => {
    const revision = revisions.keep(definition);
    return { name, arn: stateMachineArn(name), revision, first: revisions.firstOf(name, revision) };
  });
  closeInterrupted(store);
  const mapRuns = new MapRuns(folder, store, objects);
  const executions = new Executions(store, invoke, waitScale, (executions) =>
    createOutside({ store, executions, mapRuns, machines }),
  );
  const context: OperationContext = { machines, store, executions, mapRuns, redriveTokens: new Map() };
  return {
    service: {
      targetPrefix: 'AWSStepFunctions',
      contentType: 'application/x-amz-json-1.0',
      operations: Object.fromEntries(
        Object.entries(operations).map(([name, run]) => [name, async (request) => run(request, context)]),
      ),
    },
    startExecution: async ({ machine, name, input }) => {
      const request = { stateMachineArn: stateMachineArn(machine), name, input: JSON.stringify(input) };
      return startExecution(request, context) as { executionArn: string };
    },
    waitFor: (executionArn) => executions.waitFor(executionArn),
    close: async () => {
      executions.close();
      mapRuns.close();
      store.index.close();
    },
  };
}

const absent = () => Promise.reject(new Error('Expected the objects of an S3, got none'));
const noObjects: Objects = { read: absent, write: absent };
