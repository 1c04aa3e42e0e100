import { randomUUID } from 'node:crypto';
import type * as z from 'zod/mini';
import { refuseBorrowed, type Target } from '../../../operations/connect.ts';
import { executionArnOf } from '../../../operations/executions/execution-name.ts';
import { judgeAll } from '../../../operations/redrive/judge.ts';
import { redriveExecutions } from '../../../operations/redrive/redrive-executions.ts';
import type { RedriveProgress, redriveMany } from '../../api/action.ts';
import { Refusal } from '../refusal.ts';

interface Redriving {
  /** As it goes on. */
  readonly progress: { -readonly [Field in keyof RedriveProgress]: RedriveProgress[Field] };
  readonly stop: AbortController;
}

/** Those that are remembered, with those that go on. */
const mostRemembered = 20;

/** Redrives of many executions, one after the other, as npm run redrive does them. They end with this server. */
export class Redrives {
  readonly #target: Target;
  readonly #all: Redriving[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  /** Redrives those that it helps, and answers before they have ended. */
  start({ executions }: z.output<typeof redriveMany>): RedriveProgress {
    refuseBorrowed(this.#target);
    const names = [...new Set(executions)];
    const { stateMachineArn } = this.#target.deployment;
    const judged = judgeAll(
      this.#target,
      names.map((name) => executionArnOf(stateMachineArn, name)),
    );
    const stop = new AbortController();
    const progress: Redriving['progress'] = {
      ...{ id: randomUUID(), total: names.length, done: 0, endings: {}, state: 'running' },
      startedAt: new Date().toISOString(),
    };
    this.#all.unshift({ progress, stop });
    this.#all.splice(mostRemembered);
    const onEnd = ({ ending }: { ending: keyof RedriveProgress['endings'] }) => {
      progress.done += 1;
      progress.endings[ending] = (progress.endings[ending] ?? 0) + 1;
    };
    redriveExecutions(this.#target, judged, { signal: stop.signal, onEnd }).then(
      () => {
        progress.state = stop.signal.aborted ? 'stopped' : 'done';
      },
      (error: Error) => {
        progress.state = 'failed';
        progress.error = `${error.name}: ${error.message}`;
      },
    );
    return progress;
  }

  /** The newest first. */
  list(): RedriveProgress[] {
    return this.#all.map(({ progress }) => progress);
  }

  stop(id: string): RedriveProgress {
    const found = this.#all.find(({ progress }) => progress.id === id);
    if (!found) {
      throw new Refusal(404, 'RedriveDoesNotExist', {
        message: `Expected a redrive of this server, got "${id}"`,
        whatToDo: 'Redrive again what needs it: what was redriven already is left alone.',
        field: 'id',
      });
    }
    found.stop.abort();
    if (found.progress.state === 'running') found.progress.state = 'stopped';
    return found.progress;
  }

  stopAll(): void {
    for (const { stop } of this.#all) stop.abort();
  }
}
