import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ServiceClosed } from '../../service-error.ts';

/** Thrown for the job a worker died of, and for every job once no worker can be started any more. */
export class WorkerCrashed extends Error {
  override name = 'WorkerCrashed' as const;
}

/** Thrown for jobs that were waiting or under way when the pool was closed. */
export class PoolClosed extends ServiceClosed {
  override name = 'PoolClosed' as const;
}

type Message<Answer> = { ready: true } | { answer: Answer } | { failure: Error };

interface Task<Job, Answer> {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Member<Job, Answer> {
  readonly worker: ChildProcess;
  ready: boolean;
  task?: Task<Job, Answer> | undefined;
}

/** Answers the pool's jobs inside a worker, one at a time. An error `answer` throws fails its job only. */
export function serveJobs<Job, Answer>(answer: (job: Job) => Promise<Answer>): void {
  // A message that finds the pool gone needs no complaint: the disconnect below ends this process.
  const send = (message: Message<Answer>) => process.send!(message, undefined, undefined, () => {});
  process.on('message', async (job: Job) => {
    try {
      send({ answer: await answer(job) });
    } catch (error) {
      send({ failure: error as Error });
    }
  });
  process.on('disconnect', () => process.exit());
  send({ ready: true });
}

/**
 * Processes that run the same script and take jobs in the order they came, one in flight each. A worker that dies
 * fails its job and is replaced; one that dies before it was ready is not. Native code may take a process with it:
 * here no more than a job.
 */
export class WorkerPool<Job, Answer> {
  readonly #script: URL;
  readonly #workers: number;
  readonly #members = new Set<Member<Job, Answer>>();
  readonly #waiting: Task<Job, Answer>[] = [];
  #started: Promise<void> | undefined;
  #refusal: Error | undefined;

  /** Starts no worker yet. */
  constructor(script: URL, workers: number) {
    this.#script = script;
    this.#workers = workers;
  }

  /** Starts the workers, once. Settles when each is ready; rejects when one of them died before. */
  start(): Promise<void> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    this.#started ??= Promise.all(Array.from({ length: this.#workers }, () => this.#recruit())).then(
      () => {},
    );
    return this.#started;
  }

  /** Starts the pool if need be. */
  run(job: Job): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#refusal) return reject(this.#refusal);
      // Whoever sent a job hears of it there; a rejection nobody awaits must not end the process.
      this.start().catch(() => {});
      this.#waiting.push({ job, resolve, reject });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#refuse(new PoolClosed('Expected an open worker pool, it was closed'));
    const ended = Array.from(this.#members, ({ worker }) => once(worker, 'exit'));
    for (const { worker } of this.#members) worker.kill('SIGKILL');
    await Promise.all(ended);
  }

  #assign(): void {
    for (const member of this.#members) {
      if (!member.ready || member.task) continue;
      const task = this.#waiting.shift();
      if (!task) return;
      member.task = task;
      // A worker that cannot be reached is replaced; its exit fails the job.
      member.worker.send(task.job as object, (error) => error && member.worker.kill('SIGKILL'));
    }
  }

  #recruit(): Promise<void> {
    const worker = fork(this.#script, {
      serialization: 'advanced',
      execArgv: [],
      // Ctrl-C in a terminal is for the pool's process alone: it may want answers yet.
      detached: true,
      windowsHide: true,
    });
    const member: Member<Job, Answer> = { worker, ready: false };
    this.#members.add(member);
    return new Promise((resolve, reject) => {
      worker.on('message', (message: Message<Answer>) => {
        if ('ready' in message) {
          member.ready = true;
          resolve();
        } else {
          settle(member, message);
        }
        this.#assign();
      });
      const ended = (how: string) => {
        const crash = new WorkerCrashed(`A worker ended with ${how}`);
        this.#members.delete(member);
        member.task?.reject(this.#refusal ?? crash);
        reject(this.#refusal ?? crash);
        if (member.ready && !this.#refusal) this.#recruit().catch(() => {});
        if (this.#members.size === 0) this.#refuse(crash);
      };
      worker.on('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
      // Without a process id it never began, and has no exit.
      worker.on('error', (error) => worker.pid === undefined && ended(error.message));
    });
  }

  #refuse(reason: Error): void {
    this.#refusal ??= reason;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#refusal);
  }
}

function settle<Job, Answer>(
  member: Member<Job, Answer>,
  message: { answer: Answer } | { failure: Error },
): void {
  const { task } = member;
  member.task = undefined;
  if ('answer' in message) task?.resolve(message.answer);
  else task?.reject(message.failure);
}
