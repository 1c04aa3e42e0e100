import type { JsonObject, JsonValue } from '../json-value.ts';

/** The part of the Amazon States Language (JSONPath) that the interpreter runs; see supported-fields.ts. */
export interface StateMachineDefinition extends StateScope {
  readonly Comment?: string;
  /** Seconds an execution may take, and again after each redrive. */
  readonly TimeoutSeconds?: number;
}

/** States that lead to each other: those of the machine, of a Map's iteration or of a Parallel's branch. */
export interface StateScope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | MapState
  | ParallelState;

/** A state that works: what it runs can fail, and can be retried and caught. */
export type WorkState = TaskState | MapState | ParallelState;

interface Entered {
  readonly Comment?: string;
  /** null: an empty object. */
  readonly InputPath?: string | null;
  /** null: an empty object. */
  readonly OutputPath?: string | null;
}

interface Leaving extends Entered {
  readonly Next?: string;
  readonly End?: true;
}

interface WithResult {
  readonly Parameters?: JsonValue;
  /** null: the result is dropped. */
  readonly ResultPath?: string | null;
}

interface Working extends Leaving, WithResult {
  readonly ResultSelector?: JsonObject;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** Step Functions' own integration with Lambda, whose result wraps the function's. */
export const lambdaInvoke = 'arn:aws:states:::lambda:invoke';

export interface TaskState extends Working {
  readonly Type: 'Task';
  /** The ARN of a Lambda function, `lambdaInvoke` or `startExecutionSync`. */
  readonly Resource: string;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
}

export interface PassState extends Leaving, WithResult {
  readonly Type: 'Pass';
  readonly Result?: JsonValue;
}

export interface ChoiceState extends Entered {
  readonly Type: 'Choice';
  readonly Choices: readonly (ChoiceRule & { readonly Next: string })[];
  readonly Default?: string;
}

/** `And`, `Or`, `Not`, or `Variable` with one comparison operator, such as `StringEquals`. */
export interface ChoiceRule {
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly Variable?: string;
  readonly [operator: string]: unknown;
}

export interface WaitState extends Leaving {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends Entered {
  readonly Type: 'Succeed';
}

export interface FailState {
  readonly Type: 'Fail';
  readonly Comment?: string;
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

/** Step Functions' own integration with itself, which waits for the end of what it starts. */
export const startExecutionSync = 'arn:aws:states:::states:startExecution.sync:2';

export interface ItemProcessor extends StateScope {
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD';
  };
}

export interface MapState extends Working {
  readonly Type: 'Map';
  readonly ItemProcessor?: ItemProcessor;
  /** The former name of ItemProcessor. */
  readonly Iterator?: StateScope;
  readonly ItemsPath?: string;
  readonly ItemSelector?: JsonValue;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
}

/** A Map whose iterations are executions of their own, over the lines of an object. */
export interface DistributedMapState extends MapState {
  readonly Label?: string;
  readonly ItemProcessor: ItemProcessor;
  readonly ItemReader: { readonly Parameters: JsonObject };
  readonly ResultWriter: { readonly Parameters: JsonObject };
  readonly ToleratedFailureCount?: number;
  readonly ToleratedFailureCountPath?: string;
}

export const isDistributed = (state: MapState): state is DistributedMapState =>
  state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED';

export interface ParallelState extends Working {
  readonly Type: 'Parallel';
  readonly Branches: readonly StateScope[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Before the first retry; 1 when absent. */
  readonly IntervalSeconds?: number;
  /** 3 when absent; 0 says: never retry these. */
  readonly MaxAttempts?: number;
  /** By how much each delay is longer than the one before; 2 when absent. */
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  /** FULL takes a random part of the delay. */
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
}
