import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connect, type Target } from '../../operations/connect.ts';
import type { CloudSettings, Requests, Started } from './cloud-process.ts';

const script = fileURLToPath(new URL('cloud-process.ts', import.meta.url));

/** What one step took, and what the cloud's memory was afterwards. */
export interface Cost {
  /** Of the cloud and its client together. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Of the cloud. */
  readonly heap: number;
  readonly rss: number;
}

/** A local cloud in another process, and clients for it. */
export class MeasuredCloud {
  readonly target: Target;
  /** What its start took. */
  readonly start: Cost;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, target: Target, start: Cost) {
    this.#process = process;
    this.target = target;
    this.start = start;
  }

  static async start(settings: CloudSettings): Promise<MeasuredCloud> {
    const process = fork(script, [JSON.stringify(settings)], { execArgv: ['--expose-gc'] });
    const [{ wallMs, cpuMs }] = (await answerOf(process)) as [Started];
    const target = await connect({ dataDir: settings.dataDir, aws: false });
    const { heap, rss } = await ask(process, 'usage', {});
    return new MeasuredCloud(process, target, { cpuMs, wallMs, heap, rss });
  }

  async measure(step: (cloud: MeasuredCloud) => Promise<unknown>): Promise<Cost> {
    const before = await ask(this.#process, 'usage', {});
    const clientBefore = process.cpuUsage();
    const begun = performance.now();
    await step(this);
    const wallMs = performance.now() - begun;
    const { user, system } = process.cpuUsage(clientBefore);
    const { cpuMs, heap, rss } = await ask(this.#process, 'usage', {});
    return { cpuMs: cpuMs - before.cpuMsCollected + (user + system) / 1000, wallMs, heap, rss };
  }

  async run(executions: Requests['run']['request']['executions']): Promise<void> {
    await ask(this.#process, 'run', { executions });
  }

  async close(): Promise<void> {
    await this.target.close();
    const gone = once(this.#process, 'exit');
    await ask(this.#process, 'close', {});
    await gone;
  }
}

async function ask<Name extends keyof Requests>(
  asked: ChildProcess,
  name: Name,
  request: Requests[Name]['request'],
): Promise<Requests[Name]['answer']> {
  const answer = answerOf(asked);
  asked.send({ [name]: request });
  return (await answer)[0] as Requests[Name]['answer'];
}

/** Rejects when the process ends instead. */
async function answerOf(asked: ChildProcess): Promise<unknown[]> {
  const over = new AbortController();
  try {
    return await Promise.race([
      once(asked, 'message', { signal: over.signal }),
      once(asked, 'exit', { signal: over.signal }).then(([status]) => {
        throw new Error(
          `Expected an answer of the measured cloud, but its process ended with status ${status}`,
        );
      }),
    ]);
  } finally {
    over.abort();
  }
}
