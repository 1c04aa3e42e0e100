import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import { LRUCache } from 'lru-cache';
import type * as z from 'zod/mini';
import type { Target } from '../../../operations/connect.ts';
import { isOver, RunRate } from '../../../operations/reprocess/follow-run.ts';
import { type RedPhoto, someRedPhotos } from '../../../operations/reprocess/red-photos.ts';
import {
  describeRun,
  findRun,
  type Run,
  type RunProgress,
  reprocessMachineOf,
} from '../../../operations/reprocess/run.ts';
import type { Answer } from '../../api/routes.ts';
import type { RunDetail, runsQuery } from '../../api/run.ts';
import { endOf } from '../executions/described.ts';
import { type ListedExecution, listFrom, readCursor, writeCursor } from '../executions/list-from.ts';
import { Refusal } from '../refusal.ts';
import { toRunDetail, toRunRow } from './told-run.ts';

/** Runs that have ended, and of which no more is asked. */
const mostRemembered = 500;

/** What is told of red photos, which cost a call each. */
const redTold = 5;

/** The executions of ReprocessPhotos, whoever started them. What has ended is described once. */
export class Runs {
  readonly #target: Target;
  readonly #ended = new LRUCache<string, Run>({ max: mostRemembered });
  readonly #rates = new LRUCache<string, RunRate>({ max: mostRemembered });
  readonly #red = new LRUCache<string, { of: number; photos: readonly RedPhoto[] }>({ max: mostRemembered });

  constructor(target: Target) {
    this.#target = target;
  }

  /** A page of runs, the newest first. */
  async list({ cursor, limit }: z.output<typeof runsQuery>): Promise<Answer<'runs'>> {
    const stateMachineArn = reprocessMachineOf(this.#target);
    const listed: ListedExecution[] = [];
    const from = listFrom(this.#target, readCursor(cursor), { stateMachineArn, pageSize: limit + 1 });
    for await (const each of from) {
      listed.push(each);
      if (listed.length > limit) break;
    }
    const shown = listed.slice(0, limit);
    const runs = await Promise.all(shown.map(({ item }) => this.#describe(item)));
    return {
      runs: runs.map((run) => toRunRow(run, this.#target)),
      ...(listed.length > limit && { cursor: writeCursor(shown.at(-1)!.position) }),
    };
  }

  /** Throws Refusal when there is none of that name. */
  async read(name: string): Promise<RunDetail> {
    const run = await this.find(name);
    const { progress, summary } = run;
    const red = progress && !summary ? await this.#redPhotosOf(progress) : [];
    return toRunDetail(run, this.#target, { rate: this.#rateOf(run), red });
  }

  /** Throws Refusal when there is none of that name. */
  async find(name: string): Promise<Run> {
    const run = await findRun(this.#target, name);
    if (run) return run;
    throw new Refusal(404, 'RunDoesNotExist', {
      message: `Expected the name of a run, got "${name}"`,
      whatToDo: 'Go back to the list of runs. AWS keeps a run for 90 days.',
      field: 'name',
    });
  }

  async #describe(item: ExecutionListItem): Promise<Run> {
    // An end that is not the one of before is that of a redrive.
    const key = `${item.executionArn} ${endOf(item)?.getTime()}`;
    const known = this.#ended.get(key);
    if (known) return known;
    const run = await describeRun(this.#target, item.executionArn!);
    if (isOver(run) && endOf(item)?.getTime() === run.endedAt?.getTime()) this.#ended.set(key, run);
    return run;
  }

  /** Since it began; since this server first saw it, when it was redriven: then some were done before. */
  #rateOf(run: Run): ReturnType<RunRate['seen']> {
    if (!run.progress || isOver(run)) return undefined;
    const { mapRunArn, since, isRedriven } = run.progress;
    const key = `${mapRunArn} ${since.getTime()}`;
    const rate =
      this.#rates.get(key) ?? new RunRate(isRedriven ? undefined : { done: 0, at: since.getTime() });
    this.#rates.set(key, rate);
    return rate.seen(run.progress, Date.now());
  }

  /** Asked for again only while more of them are to be told. */
  async #redPhotosOf({ mapRunArn, since, red }: RunProgress): Promise<readonly RedPhoto[]> {
    if (red === 0) return [];
    const key = `${mapRunArn} ${since.getTime()}`;
    const known = this.#red.get(key);
    if (known && (known.of === red || known.photos.length === redTold)) return known.photos;
    const photos = await someRedPhotos(this.#target, mapRunArn, redTold);
    this.#red.set(key, { of: red, photos });
    return photos;
  }
}
