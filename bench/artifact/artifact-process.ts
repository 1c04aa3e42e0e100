import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sandboxEnvironment } from '@match-faces/local-aws/lambda/local-function.ts';
import type { Artifact } from './artifacts.ts';

export interface Invoked {
  readonly ms: number;
  readonly cpuMs: number;
  readonly output: unknown;
}

/** A process of its own that has imported an artifact, and what the import took. */
export interface ArtifactProcess {
  readonly importMs: number;
  invoke(event: unknown): Promise<Invoked>;
  end(): void;
}

/** Starts one; its SDK clients send their calls to `endpoint`. */
export async function startArtifact(artifact: Artifact, endpoint: string): Promise<ArtifactProcess> {
  const { name, file, environment, memoryMB } = artifact;
  const lambda = { handlerFile: file, environment, memoryMB, timeoutSeconds: 60 };
  const env = sandboxEnvironment(name, lambda, { endpoint, logStreamName: 'bench' });
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-artifact.mjs'), file], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = readAnswers(child);
  const { ms: importMs } = await answers.next();
  return {
    importMs,
    invoke: (event) => {
      child.stdin!.write(`${JSON.stringify(event)}\n`);
      return answers.next();
    },
    end: () => child.stdin!.end(),
  };
}

function readAnswers(child: ChildProcess) {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const exited = once(child, 'exit').then(([status]): never => {
    throw new Error(`Expected an artifact to answer, it exited with ${status}`);
  });
  exited.catch(() => {});
  return {
    async next(): Promise<Invoked> {
      while (true) {
        const { value: line, done } = await Promise.race([lines.next(), exited]);
        if (done) return await exited;
        if (line.startsWith('@')) return JSON.parse(line.slice(1)) as Invoked;
      }
    },
  };
}
