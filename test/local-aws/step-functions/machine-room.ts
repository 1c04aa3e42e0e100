import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionArn, stateMachineArn } from '../../../local-aws/account.ts';
import type { HistoryEvent } from '../../../local-aws/step-functions/history/history.ts';
import type { LambdaCall } from '../../../local-aws/step-functions/invoke.ts';
import type { JsonValue } from '../../../local-aws/step-functions/json-value.ts';
import type { Objects } from '../../../local-aws/step-functions/objects.ts';
import { createStepFunctions } from '../../../local-aws/step-functions/step-functions-service.ts';

type Lambda = (payload: never, call: LambdaCall) => unknown;

/** What came of an execution, read through the API's operations. */
export interface Outcome {
  readonly executionArn: string;
  readonly status: string;
  readonly output?: JsonValue;
  readonly error?: string;
  readonly cause?: string;
  readonly events: HistoryEvent[];
}

/** What the tests read of the operations' answers. */
interface Answer extends Omit<Outcome, 'output'> {
  readonly creationDate: number;
  readonly definition: string;
  readonly executions: object[];
  /** JSON */
  readonly output?: string;
}

/** A state machine on a folder of its own, without HTTP: for what a state machine does, not what the API says. */
export function machineRoom(
  definition: object,
  lambdas: Record<string, Lambda> = {},
  {
    folder = mkdtempSync(join(tmpdir(), 'step-functions-')),
    waitScale = 0.001,
    others = [],
    objects,
  }: {
    folder?: string;
    waitScale?: number;
    /** Machines beside the one called Machine. */
    others?: readonly { name: string; definition: object }[];
    objects?: Objects;
  } = {},
) {
  const invoke = async (call: LambdaCall) => {
    const lambda = lambdas[call.functionArn.split(':').at(-1)!]!;
    return (await lambda(call.payload as never, call)) as JsonValue;
  };
  const stepFunctions = createStepFunctions({
    folder,
    machines: [{ name: 'Machine', definition }, ...others],
    invoke,
    ...(objects && { objects }),
    waitScale,
  });
  const { operations } = stepFunctions.service;
  const call = async (operation: string, request: object) =>
    (await operations[operation]!({ ...request })) as Answer;

  const outcomeOf = async (executionArn: string): Promise<Outcome> => {
    await stepFunctions.waitFor(executionArn);
    const described = await call('DescribeExecution', { executionArn });
    const history = await call('GetExecutionHistory', { executionArn, maxResults: 1000 });
    const output = described.output === undefined ? undefined : JSON.parse(described.output);
    return { ...described, output, events: history.events };
  };

  return {
    folder,
    stepFunctions,
    call,
    outcomeOf,
    machineArn: stateMachineArn('Machine'),
    start: async (input: JsonValue = {}, name?: string) =>
      (await stepFunctions.startExecution({ machine: 'Machine', input, ...(name && { name }) })).executionArn,
    async run(input: JsonValue = {}) {
      return outcomeOf(await this.start(input));
    },
    async redrive(executionArn: string) {
      await call('RedriveExecution', { executionArn });
      return outcomeOf(executionArn);
    },
    async clean() {
      await stepFunctions.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Runs `definition` once, in a room that is gone afterwards. */
export async function runOnce(
  definition: object,
  input: JsonValue = {},
  lambdas: Record<string, Lambda> = {},
) {
  const room = machineRoom(definition, lambdas);
  try {
    return await room.run(input);
  } finally {
    await room.clean();
  }
}

interface StateFields {
  readonly Type: string;
  readonly [field: string]: unknown;
}

/** A machine, or the inside of a Map or Parallel state, of one state. */
export const one = (name: string, state: StateFields) => ({
  StartAt: name,
  States: { [name]: state.Type === 'Fail' ? state : { ...state, End: true } },
});

export const only = (state: StateFields) => one('Only', state);

export const lambdaTask = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: functionArn(name),
  ...more,
});

/** `3 TaskStateExited ← 2` for each event. */
export const trace = (events: readonly HistoryEvent[]) =>
  events.map(({ id, type, previousEventId }) => `${id} ${type} ← ${previousEventId}`);

export const types = (events: readonly HistoryEvent[]) => events.map(({ type }) => type);
