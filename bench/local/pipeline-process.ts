import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, PipelineName, Task } from './serve-pipeline.ts';

/** A pipeline in a process of its own. */
export interface PipelineProcess {
  run(task: Task): Promise<Answer>;
  stop(): void;
}

export function startPipeline(name: PipelineName): PipelineProcess {
  const child = fork(join(import.meta.dirname, 'serve-pipeline.ts'), [name]);
  return {
    async run(task) {
      child.send(task);
      const next = new AbortController();
      try {
        const answered = once(child, 'message', next).then(([answer]) => answer as Answer);
        const ended = once(child, 'exit', next).then(([code]) => {
          throw new Error(`Expected an answer of the pipeline ${name}, it ended with exit code ${code}`);
        });
        return await Promise.race([answered, ended]);
      } finally {
        next.abort();
      }
    },
    stop: () => child.kill(),
  };
}
