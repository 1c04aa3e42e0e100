/** Something that finds and describes the faces of pictures. */
export interface Pipeline {
  analyse(picture: Buffer, wanted: Wanted): Promise<FoundFace[]>;
  /** CPU milliseconds since the last call, of a pipeline that takes one picture at a time. */
  takeStages?(): Stages;
}

/** All faces of a photo; or the largest of a crop, as a search wants it. */
export type Wanted = 'all' | 'largest';

/** In ratios of the upright picture. */
export interface FoundFace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Stages {
  readonly decode: number;
  readonly detect: number;
  readonly landmarks: number;
  readonly describe: number;
}

/** Adds up the CPU time of each stage. */
export function stageClock() {
  let stages = { decode: 0, detect: 0, landmarks: 0, describe: 0 };
  return {
    async time<Result>(stage: keyof Stages, work: () => Result): Promise<Awaited<Result>> {
      const before = process.cpuUsage();
      const result = await work();
      const { user, system } = process.cpuUsage(before);
      stages[stage] += (user + system) / 1000;
      return result;
    },
    take(): Stages {
      const taken = stages;
      stages = { decode: 0, detect: 0, landmarks: 0, describe: 0 };
      return taken;
    },
  };
}
