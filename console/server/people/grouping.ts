import { groupFaces } from '../../../operations/people/group-faces.ts';
import type { LikenessGroups } from '../../api/person.ts';
import { explainFailure } from '../explain-failure.ts';
import type { PeopleSources } from './people.ts';

const none: LikenessGroups = { state: 'none', done: 0, total: 0, groups: [] };

/** Groups the newest unknown faces, one grouping at a time; the last one is remembered, in memory alone. */
export class Grouping {
  readonly #sources: PeopleSources;
  readonly #stop = new AbortController();
  #last = none;

  constructor(sources: PeopleSources) {
    this.#sources = sources;
  }

  get last(): LikenessGroups {
    return this.#last;
  }

  /** Starts one, and answers before it is over; while one runs, that is it. */
  async start(threshold: number): Promise<LikenessGroups> {
    if (this.#last.state === 'running') return this.#last;
    const { faces } = (await this.#sources.records.summary()).unknown;
    const cropKeys = faces.map(({ cropKey }) => cropKey);
    this.#last = { state: 'running', done: 0, total: 2 * cropKeys.length, groups: this.#last.groups };
    void this.#run(cropKeys, threshold);
    return this.#last;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #run(cropKeys: readonly string[], threshold: number): Promise<void> {
    const { target } = this.#sources;
    try {
      const groups = await groupFaces(target, cropKeys, {
        threshold,
        signal: this.#stop.signal,
        onCall: () => {
          this.#last = { ...this.#last, done: this.#last.done + 1 };
        },
      });
      this.#last = { ...none, state: 'done', groups };
    } catch (error) {
      const { message, whatToDo } = explainFailure(error, target.options).failure;
      this.#last = { ...this.#last, state: 'failed', error: `${message}. ${whatToDo}` };
    }
  }
}
