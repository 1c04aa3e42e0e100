import type { FaceEngine } from '../face-engine.ts';
import type { AnalysedFaces, AnalysisOptions } from './analyse-faces.ts';
import { ImageUndecodable } from './picture/decode-image.ts';
import { WorkerPool } from './worker-pool.ts';

/**
 * Raise it with every change that moves descriptors: the nets, the alignment, the mirroring, how a picture is
 * decoded. Collections of an older version are then refused rather than compared.
 */
export const engineVersion = 'local-3';

export interface FaceJob extends AnalysisOptions {
  readonly image: Uint8Array;
}

export type FaceAnswer = AnalysedFaces | { readonly undecodable: string };

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

  async function analyse(image: Buffer, options: Omit<FaceJob, 'image'>): Promise<AnalysedFaces> {
    const answer = await pool.run({ image, ...options });
    if ('undecodable' in answer) throw new ImageUndecodable(answer.undecodable);
    return answer;
  }

  return {
    version: engineVersion,
    get ready() {
      return pool.start();
    },
    async detect(image) {
      const { faces } = await analyse(image, {});
      return faces;
    },
    async describe(image, atMost) {
      const { faces, descriptors } = await analyse(image, { describe: true, atMost });
      return faces.map((face, index) => ({ ...face, descriptor: descriptors[index]! }));
    },
    close: () => pool.close(),
  };
}
