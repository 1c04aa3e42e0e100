import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  GetExecutionHistoryCommand,
} from '@aws-sdk/client-sfn';
import { LRUCache } from 'lru-cache';
import type { Target } from '../../../operations/connect.ts';
import { type EventError, readableError } from '../../../operations/executions/event-error.ts';
import { keyInInput, thresholdInInput } from '../../../operations/executions/key-in-input.ts';
import type { StateVisit } from '../../../operations/executions/state-visits.ts';
import { readTurn } from '../../../operations/executions/turn.ts';
import { type RecordedPhoto, recordedPhoto } from '../../../statemachine/payloads.ts';

/** What ListExecutions does not tell of an execution. */
export interface Described {
  /** Of the photo in its input. */
  readonly key?: string;
  /** What it recorded of its photo: of one that succeeded its output. */
  readonly output?: RecordedPhoto;
  /** In its input. */
  readonly threshold?: number;
  readonly error?: EventError;
}

type Listed = Pick<ExecutionListItem, 'executionArn' | 'status' | 'stopDate'>;

/** Executions: about 20 MB. */
const mostRemembered = 20_000;

/**
 * Describes executions, each once as long as it runs and once more when it has ended: DescribeExecution's quota,
 * about 10 a second, is the whole account's.
 */
export class DescribedExecutions {
  readonly #sfn: Target['sfn'];
  readonly #remembered = new LRUCache<string, { stopped?: number; described: Promise<Described> }>({
    max: mostRemembered,
  });
  readonly #turns = new LRUCache<string, Date>({ max: mostRemembered });

  constructor(sfn: Target['sfn']) {
    this.#sfn = sfn;
  }

  of(execution: Listed): Promise<Described> {
    const { executionArn } = execution;
    const stopped = endOf(execution)?.getTime();
    const remembered = this.#remembered.get(executionArn!);
    // Its input stays; an end that is not the one of before is that of a redrive.
    if (remembered && remembered.stopped === stopped) return remembered.described;
    const described = this.#describe(executionArn!);
    this.#remembered.set(executionArn!, { stopped, described });
    described.catch(() => this.#remembered.delete(executionArn!));
    return described;
  }

  /** In the input of one that has ended; undefined also for one that AWS has forgotten. */
  async thresholdOf(executionArn: string): Promise<number | undefined> {
    const known = this.#remembered.get(executionArn) ?? {
      described: this.of({ executionArn, status: 'SUCCEEDED' }),
    };
    return (await known.described.catch(refuseAllButForgotten))?.threshold;
  }

  /** Until when a running one waits for its turn: asked until it has one, and again when that has come. */
  async turnOf({ executionArn, status }: Listed): Promise<Date | undefined> {
    if (status !== 'RUNNING') return undefined;
    const known = this.#turns.get(executionArn!);
    if (known && known > new Date()) return known;
    const turn = await readTurn(this.#sfn, executionArn!);
    if (turn) this.#turns.set(executionArn!, turn);
    return turn;
  }

  async #describe(executionArn: string): Promise<Described> {
    const execution = await this.#sfn.send(new DescribeExecutionCommand({ executionArn }));
    const described = read(execution);
    // Ended by a Fail state, it has no output; and the photo's record may be of a later execution by now.
    if (!endedByFailState.has(execution.error ?? '')) return described;
    return { ...described, output: await this.#readRecorded(executionArn) };
  }

  async #readRecorded(executionArn: string): Promise<RecordedPhoto | undefined> {
    const request = new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: lastEvents,
    });
    const { events = [] } = await this.#sfn.send(request);
    for (const { stateExitedEventDetails } of events) {
      const recorded = recordsPhoto.has(stateExitedEventDetails?.name ?? '')
        ? readOutput(stateExitedEventDetails?.output)
        : undefined;
      if (recorded) return recorded;
    }
    return undefined;
  }
}

function refuseAllButForgotten(error: Error): undefined {
  if (error.name !== 'ExecutionDoesNotExist') throw error;
}

const endedByFailState: ReadonlySet<string> = new Set(['FacesFailed', 'PhotoFailed']);

/** States that put out what was recorded. */
const recordsPhoto: ReadonlySet<string> = new Set(['RecordMatches', 'RecordFailedPhoto']);

/** As many come after the photo was recorded, at most. */
const lastEvents = 10;

/** What the last visit to a state that records put out. */
export const recordedIn = (visits: readonly StateVisit[]): RecordedPhoto | undefined =>
  readOutput(visits.findLast(({ state, output }) => recordsPhoto.has(state) && output !== undefined)?.output);

const read = ({ input, output, error, cause }: DescribeExecutionCommandOutput): Described => ({
  key: keyInInput(input),
  threshold: thresholdInInput(input),
  output: readOutput(output),
  error: error === undefined ? undefined : readableError(error, cause),
});

/** An earlier deployment may have put out something else. */
export function readOutput(output: string | undefined): RecordedPhoto | undefined {
  return output === undefined ? undefined : recordedPhoto.safeParse(JSON.parse(output)).data;
}

/** When an execution ended; undefined while it runs, and so while it runs again after a redrive. */
export const endOf = ({
  status,
  stopDate,
}: Partial<Pick<ExecutionListItem, 'status' | 'stopDate'>>): Date | undefined =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE' ? undefined : stopDate;
