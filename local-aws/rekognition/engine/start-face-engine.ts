import type { DescribedFace, FaceEngine } from '../face-engine.ts';
import type { AnalysisOptions } from './analyse-faces.ts';
import { ImageUndecodable } from './picture/decode-image.ts';
import { WorkerPool } from './worker-pool.ts';

/**
 * Raise it with every change that moves descriptors: the nets, the alignment, the mirroring, how a picture is
 * decoded. Collections of an older version are then refused rather than compared.
 */
export const engineVersion = 'local-4';

export interface FaceJob extends AnalysisOptions {
  readonly image: Uint8Array;
}

export type FaceAnswer = DescribedFace[] | { readonly undecodable: string };

export interface FaceEngineOptions {
  /** Processes, half a GB of memory each. */
  readonly workers?: number | undefined;
  /** Start only when the first picture comes, or when somebody asks whether the engine is ready. */
  readonly lazy?: boolean | undefined;
}

/** Starts the engine in processes of its own. Returns at once; pictures wait for it. */
export function startFaceEngine({ workers = 2, lazy = false }: FaceEngineOptions = {}): FaceEngine {
  const script = new URL('face-worker.ts', import.meta.url);
  const pool = new WorkerPool<FaceJob, FaceAnswer>(script, workers);
  // Why it could not start, whoever sends a picture hears.
  if (!lazy) pool.start().catch(() => {});

  async function describe(image: Buffer, atMost?: number): Promise<DescribedFace[]> {
    const answer = await pool.run({ image, atMost });
    if ('undecodable' in answer) throw new ImageUndecodable(answer.undecodable);
    return answer;
  }

  return {
    version: engineVersion,
    get ready() {
      return pool.start();
    },
    detect: (image) => describe(image),
    describe,
    close: () => pool.close(),
  };
}
