/** A process with a pool, whose one worker never ends its job. */
import { WorkerPool } from '../../../local-aws/rekognition/engine/worker-pool.ts';
import type { PracticeJob } from './practice-worker.ts';

const script = new URL('practice-worker.ts', import.meta.url);
await new WorkerPool<PracticeJob, string>(script, 1).run({ hang: process.argv[2]! });
